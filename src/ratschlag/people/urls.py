from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.urls import path, re_path

from ratschlag.people import desk as staff

# The parts of allauth that staff need; nobody signs up, and nobody logs in with other services.
account = [
    path("anmelden/", account_views.login, name="account_login"),
    path("abmelden/", account_views.logout, name="account_logout"),
    path("neu/", account_views.signup, name="account_signup"),
    path("gesperrt/", account_views.account_inactive, name="account_inactive"),
    path("bestaetigen/", account_views.reauthenticate, name="account_reauthenticate"),
    path("passwort/", account_views.password_change, name="account_change_password"),
    path("passwort/setzen/", account_views.password_set, name="account_set_password"),
    path("passwort/vergessen/", account_views.password_reset, name="account_reset_password"),
    path(
        "passwort/vergessen/gesendet/",
        account_views.password_reset_done,
        name="account_reset_password_done",
    ),
    # Only the first hyphen parts the two: the key holds one itself.
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "passwort/neu/fertig/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("zweiter-faktor/", factor_views.index, name="mfa_index"),
    path("zweiter-faktor/anmelden/", factor_views.authenticate, name="mfa_authenticate"),
    path("zweiter-faktor/bestaetigen/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("zweiter-faktor/app/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("zweiter-faktor/app/aus/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "zweiter-faktor/codes/",
        recovery_views.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "zweiter-faktor/codes/neu/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "zweiter-faktor/codes/datei/",
        recovery_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

desk = [
    path("organisationen/", staff.organisations, name="organisations"),
    path("organisationen/neu/", staff.new_organisation, name="new_organisation"),
    path("organisationen/<slug:slug>/", staff.organisation, name="organisation"),
    path("einstellungen/", staff.settings, name="settings"),
]
