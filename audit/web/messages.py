"""Error messages that say what to do, made from the question's own label."""

from django import forms

DJANGOS_OWN = str(forms.Field.default_error_messages["required"])
NO_NUMBER = str(forms.IntegerField.default_error_messages["invalid"])


def say_what_to_do(name: str, field: forms.Field) -> None:
    """Replaces Django's general messages; a field's own messages stay."""
    if field.label is None:
        field.label = name.replace("_", " ").capitalize()
    label, subject = plain(str(field.label)), subject_of(field)
    messages = field.error_messages
    if str(messages.get("required", "")) == DJANGOS_OWN:
        messages["required"] = unanswered(label, field)
    messages.setdefault("max_length", f"{subject} must be %(limit_value)d characters or fewer")
    messages.setdefault("min_length", f"{subject} must be %(limit_value)d characters or more")
    messages.setdefault("min_value", f"{subject} must be %(limit_value)s or more")
    messages.setdefault("max_value", f"{subject} must be %(limit_value)s or fewer")
    if isinstance(field, forms.EmailField):
        messages["invalid"] = "Enter an email address in the correct format, like name@example.org"
    elif isinstance(field, forms.IntegerField) and str(messages["invalid"]) == NO_NUMBER:
        messages["invalid"] = f"{subject} must be a whole number"
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        messages["invalid_choice"] = f"Choose {choice_of(label)} from the list"


def unanswered(label: str, field: forms.Field) -> str:
    """“Enter first name”, “Select level of need”, “Answer the question: Is anyone in danger?”"""
    if label.endswith("?"):
        return f"Answer the question: {label}"
    if isinstance(field, forms.BooleanField):
        return f"Tick to confirm: {label}"
    choosing = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
    verb = "Select" if isinstance(field, choosing) else "Enter"
    return f"{verb} {in_a_sentence(label)}"


def subject_of(field: forms.Field) -> str:
    """What an error is about: the label of the field; a question is named as one, for “Where was
    it? must be 200 characters or fewer” is no sentence."""
    label = plain(str(field.label or ""))
    return f"Your answer to “{label}”" if "?" in label else label


def choice_of(label: str) -> str:
    return "an answer" if "?" in label else in_a_sentence(label)


def plain(label: str) -> str:
    return label.removesuffix(" (optional)")


def in_a_sentence(label: str) -> str:
    """The label as it stands within a sentence: acronyms keep their capitals."""
    first = label.split(" ", maxsplit=1)[0]
    if first == "I" or first[1:2].isupper():
        return label
    return label[:1].lower() + label[1:]


def as_sentence(words: str) -> str:
    """What somebody wrote, ended once: a stop is added where none stands."""
    written = words.strip()
    ends = written.rstrip("”’\"')")[-1:]
    return written if not written or ends in {*".!?…"} else f"{written}."
