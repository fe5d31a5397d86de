"""How staff sign in: the settings of django-allauth."""

from __future__ import annotations

from typing import Any

from jalon.home import Home

ACCOUNT_APPS = (
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
)
OPENID_ID = "group"
"""How addresses name the one server of accounts that a home may have."""

SESSION_SECONDS = 12 * 3600
"""Staff sign in again after a working day."""

MOST_TRIES_KEPT = 100_000
"""Histories of tries in memory: more than anybody can fill in the minutes for which they count."""


def account_settings(home: Home) -> dict[str, Any]:
    """Names or e-mail addresses with passwords, a second factor for who wants one, and no way to make an account."""
    return {
        "SECRET_KEY": home.site_key.hex(),
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "LOGIN_URL": "account_login",
        # Cookies are not marked as for TLS alone: the site answers this machine only, without TLS.
        "SESSION_COOKIE_AGE": SESSION_SECONDS,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        # Tries are counted in the memory of the one process that serves.
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "OPTIONS": {"MAX_ENTRIES": MOST_TRIES_KEPT},
            }
        },
        "ACCOUNT_ADAPTER": "jalon.web.adapters.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "email", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": False,  # machines are shared: closing the browser signs out
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_TOTP_ISSUER": f"Jalon, {home.group}",
        "MFA_TOTP_TOLERANCE": 1,  # telephones are seldom right to the second
        "SOCIALACCOUNT_ADAPTER": "jalon.web.adapters.OpenIdAdapter",
        "SOCIALACCOUNT_PROVIDERS": openid_providers(home),
        # Known elsewhere is known here by the e-mail address of the account; nobody else gets in.
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        # A link, not a form: forms of this site send nothing to another host.
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
    }


def openid_providers(home: Home) -> dict[str, Any]:
    """The server of accounts in the home's settings, as django-allauth wants it."""
    if home.openid is None:
        return {}
    app = {
        "provider_id": OPENID_ID,
        "name": home.openid.name,
        "client_id": home.openid.client,
        "secret": home.openid.secret,
        "settings": {"server_url": home.openid.server},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
