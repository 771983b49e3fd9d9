from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """What happens when somebody signs in: clocks start, and it is written down."""
        from allauth.account import signals as account
        from allauth.mfa import signals as mfa
        from django.contrib.auth.signals import user_logged_in

        from accounts import idling, second_step, used_codes
        from accounts.actions import noting

        user_logged_in.connect(idling.begin, dispatch_uid="clocks")
        account.authentication_step_completed.connect(idling.confirmed, dispatch_uid="confirmed")
        account.user_logged_in.connect(noting.note_sign_in, dispatch_uid="signed in")
        for signal in (account.password_changed, account.password_set, account.password_reset):
            signal.connect(noting.password_set, dispatch_uid="password")
        mfa.authenticator_added.connect(noting.second_step_added, dispatch_uid="added")
        mfa.authenticator_added.connect(used_codes.use_up_the_first, dispatch_uid="first code")
        mfa.authenticator_removed.connect(noting.second_step_removed, dispatch_uid="removed")
        mfa.authenticator_removed.connect(second_step.forget_that_it_was_done, dispatch_uid="anew")
