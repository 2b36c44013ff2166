"""Pages outside any centre: the door, and a person's own things."""

from django.urls import path

from centres.views import home, language, lock, password, pin, profile, second_factor, sign_in, sign_ins

app_name = "centres"

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("help/", home.Help.as_view(), name="help"),
    path("language/", language.LanguageSwitch.as_view(), name="language"),
    path("sign-in/", sign_in.SignInView.as_view(), name="sign-in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign-out"),
    path("lock/", lock.Lock.as_view(), name="lock"),
    path("locked/", lock.Locked.as_view(), name="locked"),
    path("still-here/", lock.StillHere.as_view(), name="still-here"),
    path("draft/", lock.Draft.as_view(), name="draft"),
    path("draft/drop/", lock.DraftDrop.as_view(), name="draft-drop"),
    path("second-factor/", second_factor.SecondFactor.as_view(), name="second-factor"),
    path("set-password/<str:token>", password.SetPassword.as_view(), name="set-password"),
    path("me/", profile.Profile.as_view(), name="profile"),
    path("me/pin/", pin.PinChange.as_view(), name="pin"),
    path("me/password/", password.ChangePassword.as_view(), name="password"),
    path("me/computer/", profile.OpenWorkstation.as_view(), name="workstation-open"),
    path("me/computer/close/", profile.CloseWorkstation.as_view(), name="workstation-close"),
    path("me/sign-ins/", sign_ins.SignIns.as_view(), name="sign-ins"),
    path("me/sign-ins/<int:pk>/end/", sign_ins.EndSignIn.as_view(), name="sign-in-end"),
]
