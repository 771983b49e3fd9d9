"""How Django draws forms here: `{{ form }}` is GOV.UK fields."""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """FORM_RENDERER: the templates of forms, fields and formsets are in templates/forms/."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
