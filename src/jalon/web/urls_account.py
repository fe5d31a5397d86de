"""Addresses of signing in and of one's own account. Of django-allauth's, only what this site offers."""

from __future__ import annotations

from allauth.account import views
from allauth.socialaccount import views as elsewhere
from django.urls import include, path

pages = [
    path("sign-in", views.login, name="account_login"),
    path("sign-out", views.logout, name="account_logout"),
    path("inactive", views.account_inactive, name="account_inactive"),
    path("confirm", views.reauthenticate, name="account_reauthenticate"),
    path("password", views.password_change, name="account_change_password"),
    path("", include("allauth.mfa.urls")),
]

openid = [
    path("cancelled", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("failed", elsewhere.login_error, name="socialaccount_login_error"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
"""One address for all languages: the server of accounts must know it."""
