"""Every address of the site. The first part of a page's address is its language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, register_converter
from django.views.decorators.vary import vary_on_headers

from jalon.web import urls_account, urls_reading, urls_review
from jalon.web.language import LanguageConverter, language_of
from jalon.web.views import download, figure, figures, members, portfolio, projects

register_converter(LanguageConverter, "language")


@vary_on_headers("Accept-Language")
def choose_language(request: HttpRequest) -> HttpResponse:
    """From the bare address to the portfolio, in the language that the browser asks for."""
    return redirect("portfolio", language=language_of(request))


pages = [
    path("", portfolio.portfolio, name="portfolio"),
    path("figures", figures.figures, name="figures"),
    path("figures/<str:id>", figure.figure, name="figure"),
    path("figures/<str:id>/members", members.members, name="members"),
    path("figures/<str:id>/download.<str:format>", download.download, name="download"),
    path("projects", projects.projects, name="projects"),
    path("projects/<str:code>", projects.project, name="project"),
    path("organisations/<str:code>", projects.organisation, name="organisation"),
    *urls_reading.pages,
    *urls_review.pages,
]

urlpatterns = [
    path("", choose_language),
    path("<language:language>/", include(pages)),
    # Pages that django-allauth names without a language: in that of the page that asks.
    *i18n_patterns(path("account/", include(urls_account.pages))),
    path("openid/", include(urls_account.openid)),
]

handler400 = "jalon.web.views.problems.bad_request"
handler404 = "jalon.web.views.problems.not_found"
handler500 = "jalon.web.views.problems.failed"
