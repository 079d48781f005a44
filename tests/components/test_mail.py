"""The mail server is a real SMTP server: a mail sent is a mail received, with its accents, or refused as told."""

import smtplib
from email.message import EmailMessage

import pytest


def a_mail():
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "maison@asso.example", "lea@courriel.example", "Votre créneau de mardi"
    mail.set_content("À mardi, 14 h.\n")
    return mail


def test_a_mail_arrives_whole(mail_server):
    with smtplib.SMTP("127.0.0.1", mail_server.port, timeout=60) as smtp:
        smtp.send_message(a_mail())
    (received,) = mail_server.wait_for(1)
    assert received.sender == "maison@asso.example"
    assert received.recipients == ["lea@courriel.example"]
    assert received.message["Subject"] == "Votre créneau de mardi"
    assert received.message.get_content() == "À mardi, 14 h.\n"


def test_a_refused_mail_is_refused_to_its_sender(mail_server):
    mail_server.refusal = "451 plus tard"
    with smtplib.SMTP("127.0.0.1", mail_server.port, timeout=60) as smtp, pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.send_message(a_mail())
    assert refused.value.smtp_code == 451
    assert mail_server.received == []
