"""The form at the door: e-mail address and password."""

from typing import Any

from allauth.account.forms import LoginForm

from audit.web.messages import say_what_to_do


class SignInForm(LoginForm):
    """allauth's form, with its rate limits, in our words. See ACCOUNT_FORMS."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        login, password = self.fields["login"], self.fields["password"]
        login.label = "Email address"
        login.widget.attrs = {"autocomplete": "username", "spellcheck": False}
        password.help_text = ""
        password.widget.attrs = {"autocomplete": "current-password"}
        for name, field in self.fields.items():
            say_what_to_do(name, field)
