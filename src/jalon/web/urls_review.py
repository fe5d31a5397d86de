"""Addresses of deciding who is who, for staff whose account opens people by name."""

from __future__ import annotations

from django.urls import path

from jalon.web.views import known, review

pages = [
    path("review", review.queue, name="review"),
    path("review/known", known.known, name="review_known"),
    path("review/undo", review.undo, name="review_undo"),
    path("review/<int:first>/<int:second>", review.pair, name="review_pair"),
    path("review/<int:first>/<int:second>/decide", review.decide, name="review_decide"),
]
