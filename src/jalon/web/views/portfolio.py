"""The portfolio: what the whole group states, where it is, what it is about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from jalon.web.asking import Asking
from jalon.web.views.page import page_view, render_page


@page_view
def portfolio(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/`"""
    return render_page(request, "portfolio.html", headlines=[])
