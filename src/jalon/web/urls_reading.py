"""Addresses of what is read beside the figures: how they compare, how they are defined, what is said with them."""

from __future__ import annotations

from django.urls import path

from jalon.web.views import check, compare, counting, indicators, publications, quality

pages = [
    path("compare", compare.compare, name="compare"),
    path("counting", counting.counting, name="counting"),
    path("counting/<str:slug>", counting.counting_chapter, name="counting_chapter"),
    path("indicators", indicators.indicators, name="indicators"),
    path("indicators/<str:id>", indicators.indicator, name="indicator"),
    path("publications", publications.publications, name="publications"),
    path("publications/check", check.check, name="check"),
    path("publications/<str:code>", publications.publication, name="publication"),
    path("publications/<str:code>/download.<str:form>", publications.publication_download, name="publication_download"),
    path("quality", quality.quality, name="quality"),
    path("quality/<str:code>", quality.quality_project, name="quality_project"),
]
