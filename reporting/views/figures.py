"""A figure's page: the number, what it counts, its chart and its table."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.doors import only_for
from accounts.roles import May
from localities.models import Locality
from reporting.asking import Ask
from reporting.forms import FigureForm
from reporting.measures import Measure, measure_of
from reporting.period import year_so_far
from reporting.showing.figure import figure_of
from reporting.showing.words import headline_of
from reporting.table import Table
from reporting.tables import table


@require_GET
@only_for(May.SEE_FIGURES)
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One measure over a period, cut as asked for."""
    measure = measure_of(key)
    if measure is None:
        raise Http404
    form = _form(request, measure)
    context = {"measure": measure, "form": form}
    if form.is_valid():
        cut = measure.cut_of(form.cleaned_data["by"])
        assert cut
        context |= _shown(table(Ask(measure, cut, form.period, form.chosen)))
    return render(request, "reporting/figure.html", context)


def _form(request: HttpRequest, measure: Measure) -> FigureForm:
    """What was asked for in the address, by the API's names too; what was not, as it usually is."""
    data = request.GET.copy()
    for name, as_in_the_api in (("start", "from"), ("end", "to")):
        if as_in_the_api in data:
            data.setdefault(name, str(data[as_in_the_api]))
    usual = year_so_far(timezone.localdate())
    data.setdefault("start", f"{usual.start:%-d/%-m/%Y}")
    data.setdefault("end", f"{usual.end:%-d/%-m/%Y}")
    data.setdefault("by", measure.cuts[0].key)
    return FigureForm(data, measure=measure)


def _shown(found: Table) -> dict[str, object]:
    value, unit = headline_of(found.measure, found.total.now)
    return {
        "table": found,
        "figure": figure_of(found, f"{found.measure.title} by {found.cut.title.lower()}"),
        "value": value,
        "unit": unit,
        "before": headline_of(found.measure, found.total.before)[0],
        "csv_url": _api(found, format="csv"),
        "json_url": _api(found),
    }


def _api(found: Table, **more: str) -> str:
    slugs = Locality.objects.filter(pk__in=found.ask.localities).values_list("slug", flat=True)
    asked = {
        "from": found.period.start.isoformat(),
        "to": found.period.end.isoformat(),
        "by": found.cut.key,
        **({"locality": ",".join(slugs)} if found.ask.localities else {}),
        **more,
    }
    return f"{reverse('api-measure', args=[found.measure.key])}?{urlencode(asked)}"
