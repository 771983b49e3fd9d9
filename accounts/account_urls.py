"""Everything below /account/. allauth's pages that are used stand here by name; the others that
its code asks for are closed, and what is not named is not there at all.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as sign_on
from django.urls import URLPattern, path, re_path

from accounts.views import entering
from accounts.views.sessions import sessions

OPEN: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("2fa/webauthn/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", keys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        keys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("oidc/<str:provider_id>/login/", sign_on.login, name="openid_connect_login"),
    path(
        "oidc/<str:provider_id>/login/callback/", sign_on.callback, name="openid_connect_callback"
    ),
    path("3rdparty/login/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("3rdparty/login/error/", social.login_error, name="socialaccount_login_error"),
    path("sessions/", sessions, name="usersessions_list"),
    path("invitation/", entering.accept_invitation, name="accept-invitation"),
    path("invitation/<str:text>/", entering.invitation, name="invitation"),
    path("confirm/", entering.confirm, name="confirm"),
    path("kept/", entering.kept, name="kept"),
    path("kept/discard/", entering.discard_kept, name="discard-kept"),
    path("still-here/", entering.still_here, name="still-here"),
]

CLOSED: list[URLPattern] = [
    path("signup/", entering.closed, name="account_signup"),
    path("email/", entering.closed, name="account_email"),
    path("password/set/", entering.closed, name="account_set_password"),
    path("confirm-email/", entering.closed, name="account_email_verification_sent"),
    path("3rdparty/", entering.closed, name="socialaccount_connections"),
    path("3rdparty/signup/", entering.closed, name="socialaccount_signup"),
]

urlpatterns = OPEN + CLOSED
