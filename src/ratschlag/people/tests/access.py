"""Who may reach the register and a person's own pages.

The pages of allauth decide by themselves what they show to whom; here stands who may knock.
"""

from tests.access import table

ACCESS = table("""
people_desk:organisations     GET       staff
people_desk:new_organisation  GET,POST  coordinator
people_desk:organisation      GET,POST  coordinator  slug=organisation
people_desk:settings          GET,POST  staff
""")

# Mounted from allauth: whether one must be logged in to get anything but the log-in.
OPEN = {
    "account_login", "account_logout", "account_signup", "account_inactive",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "mfa_authenticate",
}  # fmt: skip
LOGGED_IN = {
    "account_reauthenticate", "account_change_password", "account_set_password", "mfa_index",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
}  # fmt: skip
