"""Addresses of what is read beside the figures: how they compare, how they are defined, what is said with them."""

from __future__ import annotations

from django.urls import path

from jalon.web.views import compare, indicators

pages = [
    path("compare", compare.compare, name="compare"),
    path("indicators", indicators.indicators, name="indicators"),
    path("indicators/<str:id>", indicators.indicator, name="indicator"),
]
