"""What can go wrong between therapist and client, each in one clear line.

ClinicError
├── EnvelopeError        nothing of the envelope has been used
│   ├── NotAnEnvelope    it is something else, or too large
│   ├── Damaged          it is not as it was sealed
│   ├── NotForYou        it is sealed for somebody else, or not as it was sealed
│   ├── UnknownSender    nobody you are paired with has signed it
│   ├── Revoked          the pairing with its sender has ended
│   ├── Replayed         it has been opened before
│   ├── Newer            a newer Vis-à-Vis sealed it
│   ├── Older            it is sealed in a way its sender has left behind
│   ├── Unreadable       sealed rightly, and what is in it does not fit
│   └── CannotSeal       what is to be sent is too large, or has a name not allowed
├── PairingError         nothing has been paired
│   ├── NotAnInvitation  the file or text is none, or not whole
│   ├── WrongCode        the code does not belong to it
│   ├── TooManyTries     it has been tried too often
│   ├── Expired          its last day is over
│   └── Used             it has been used, or is not one of yours
├── NotPaired            there is no such person
└── FolderError          the folder cannot be used
"""

from __future__ import annotations

from sim.users_own import UsersOwn


class ClinicError(UsersOwn):
    """It cannot be done; the message is one line for a person."""


class EnvelopeError(ClinicError):
    """The envelope was refused; nothing of it has been used or kept."""


class NotAnEnvelope(EnvelopeError):
    """It does not begin as an envelope does, or is larger than any."""


class Damaged(EnvelopeError):
    """It is not whole, or not as it was sealed."""


class NotForYou(EnvelopeError):
    """It opens with none of one's keys: another's, or changed on the way."""


class UnknownSender(EnvelopeError):
    """It is signed by nobody one is paired with."""


class Revoked(EnvelopeError):
    """The pairing with its sender has ended."""


class Replayed(EnvelopeError):
    """It has been opened before."""


class Newer(EnvelopeError):
    """It is sealed in a way that this program does not know yet."""


class Older(EnvelopeError):
    """It is sealed in a lower version than its sender has used before."""


class Unreadable(EnvelopeError):
    """It comes from its sender as it was sealed, and its content does not fit."""


class CannotSeal(EnvelopeError):
    """What is to be sent is too large, too many, or has a name not allowed."""


class PairingError(ClinicError):
    """Nobody has been paired; nothing but the count of tries was kept."""


class NotAnInvitation(PairingError):
    """The text is no invitation (or no answer to one), or not a whole one."""


class WrongCode(PairingError):
    """The code does not belong to the invitation."""


class TooManyTries(PairingError):
    """Too many wrong codes; a new invitation is needed."""


class Expired(PairingError):
    """The invitation's last day is over."""


class Used(PairingError):
    """The invitation has been used already, or was not made here."""


class NotPaired(ClinicError):
    """There is nobody with this id or alias."""


class FolderError(ClinicError):
    """The folder that both sides see cannot be used."""
