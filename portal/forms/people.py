"""Signing in, registering, passwords, the profile."""

from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, Length

from portal.forms.base import Form, options, stripped

_NEEDS_EMAIL = "Enter your e-mail address, as in maya@hartwell.example."
SHORTEST = 12


class SignInForm(Form):
    email = EmailField("E-mail", filters=[stripped], validators=[DataRequired(_NEEDS_EMAIL)])
    password = PasswordField("Password", validators=[DataRequired("Enter your password.")])
    next = HiddenField()


class RegisterForm(Form):
    name = StringField(
        "Your name",
        filters=[stripped],
        validators=[
            DataRequired("Enter your name: your team sees it beside what you write."),
            Length(max=100),
        ],
    )
    email = EmailField(
        "E-mail", filters=[stripped], validators=[DataRequired(_NEEDS_EMAIL), Email(_NEEDS_EMAIL)]
    )
    password = PasswordField(
        "Password",
        description=f"At least {SHORTEST} characters. A sentence is easier to keep than a puzzle.",
        validators=[DataRequired("Choose a password.")],
    )


class EmailForm(Form):
    email = EmailField(
        "E-mail", filters=[stripped], validators=[DataRequired(_NEEDS_EMAIL), Email(_NEEDS_EMAIL)]
    )


class TokenForm(Form):
    token = HiddenField(validators=[DataRequired()])


class ResetForm(Form):
    token = HiddenField()
    password = PasswordField(
        "New password",
        description=f"At least {SHORTEST} characters. A sentence is easier to keep than a puzzle.",
        validators=[DataRequired("Choose a password.")],
    )
    again = PasswordField(
        "New password again", validators=[EqualTo("password", "The two passwords are not the same.")]
    )


class PasswordForm(Form):
    current = PasswordField("Current password", validators=[DataRequired("Enter the password you use now.")])
    new = PasswordField(
        "New password",
        description=f"At least {SHORTEST} characters. A sentence is easier to keep than a puzzle.",
        validators=[DataRequired("Choose a password.")],
    )
    again = PasswordField(
        "New password again", validators=[EqualTo("new", "The two passwords are not the same.")]
    )


class ProfileForm(Form):
    name = StringField(
        "Your name",
        filters=[stripped],
        validators=[
            DataRequired("Enter your name: your team sees it beside what you write."),
            Length(max=100),
        ],
    )


class LooksForm(Form):
    theme = SelectField(
        "Theme", choices=options(("", "As the system is"), ("light", "Light"), ("dark", "Dark"))
    )
    keys = SelectField("Single-letter keys", choices=options(("on", "On"), ("off", "Off")))


class PersonForm(Form):
    role = SelectField(
        "Role",
        choices=options(
            ("viewer", "Viewer"), ("author", "Author"), ("reviewer", "Reviewer"), ("admin", "Admin")
        ),
    )
    active = SelectField("May sign in", choices=options(("yes", "Yes"), ("no", "No")))
