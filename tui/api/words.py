"""The sentences of this layer: what happened, why, and what to do, with no word of any library in them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LIMITED: Final = "The service is limiting us."
WAIT: Final = "It goes on by itself."
NO_CREDIT: Final = "The account has no credits left."
RECHARGE: Final = "The service pauses until the account is recharged in its console."
AT_CAPACITY: Final = "The service indexes no more videos of this account for now."
CAP_ROLLS: Final = "Its cap counts the last two hours: it goes on by itself."
TOO_LARGE: Final = "The service refused it as too large."
REFUSED: Final = "The service said no."
DONE_BEFORE: Final = "The service says that this was done before."
CHECK_HOST: Final = "Check the host and the kind of API in the settings."
PORTAL: Final = "A network's sign-in page, a proxy or a wrong host would do this."
CHECK_NETWORK: Final = "Check the network; it is tried again."
NOTHING_SENT: Final = "Nothing was sent."
CHECK_CLOCK: Final = "Nothing was sent. If that is not today, set this machine's clock."
CHECK_PROXY: Final = "Check the proxy settings of this machine (HTTPS_PROXY, NO_PROXY)."
SENT_UNSURE: Final = "It may have arrived: the library is looked at before anything is sent again."
PAIR: Final = "Latitude and longitude only work together."
NO_NUMBER: Final = "A number in the request is not one."

UNAUTHORIZED: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "0401": ("The service does not accept this API key.", "Check the key, or make a new one in the console."),
        "0403": ("The service has disabled this account.", "Only the service's support can say why."),
        "9009": ("The service denies permission to this API key.", "Check that the key is valid and may do this."),
    }
)


def not_found(host: str) -> str:
    return f"{host} can't be found: no address is known for that name."


def refused(host: str) -> str:
    return f"{host} refuses the connection: nothing answers there."


def no_route(host: str) -> str:
    return f"{host} can't be reached: there is no way there from this network."


def unreachable(host: str) -> str:
    return f"{host} can't be reached."


def no_connection(host: str, seconds: float) -> str:
    return f"{host} can't be reached: no connection within {seconds:g} s."


def proxy(host: str, proxy_name: str = "") -> str:
    return f"{host} can't be reached through the proxy{f' {proxy_name}' if proxy_name else ''}."


def certificate_expired(host: str, today: str) -> str:
    return f"The certificate of {host} has expired; this machine's clock says {today}."


def certificate_early(host: str, today: str) -> str:
    return f"The certificate of {host} is not valid yet; this machine's clock says {today}."


def certificate_name(host: str) -> str:
    return f"The certificate that was shown belongs to somebody other than {host}."


def certificate_unknown(host: str) -> str:
    return f"The certificate of {host} was issued by somebody this machine does not trust."


def no_tls(host: str) -> str:
    return f"No secure connection to {host} could be made."


def too_early(host: str) -> str:
    return f"{host} said that it has the file before it could have it."


def dropped(host: str) -> str:
    return f"The line to {host} dropped."


def hung_up(host: str) -> str:
    return f"{host} hung up without an answer."


def silent(host: str, seconds: float) -> str:
    return f"{host} gave no answer within {seconds:g} s."


def stalled(host: str, seconds: float) -> str:
    return f"{host} took no byte for {seconds:g} s."


def slept(seconds: float) -> str:
    long = f"{seconds / 3600:.0f} h" if seconds >= 5400 else f"{seconds / 60:.0f} min"
    return f"This machine slept for {long if seconds >= 60 else f'{seconds:.0f} s'} while it was sending."


def stumbled(host: str) -> str:
    return f"{host} had a passing trouble of its own."


def trouble(host: str, status: int) -> str:
    return f"{host} has trouble ({status})."


def cut(host: str) -> str:
    return f"The answer of {host} was cut off."


def damaged(host: str) -> str:
    return f"The answer of {host} was damaged on its way."


def too_long(host: str, megabytes: float) -> str:
    return f"The answer of {host} is longer than any should be ({megabytes:g} MB)."


def empty(host: str) -> str:
    return f"The answer of {host} is empty."


def web_page(host: str) -> str:
    return f"{host} answered with a web page and not as the service."


def not_our_api(host: str) -> str:
    return f"{host} answered, but not as the service does."


def redirected(host: str, target: str) -> str:
    return f"{host} sent us elsewhere{f', to {target}' if target else ''}: unexpected, and not followed."


def no_such_address(host: str) -> str:
    return f"{host} does not know this call."


def changed(name: str) -> str:
    return f"{name} changed while it was being sent."


def is_gone(name: str) -> str:
    return f"{name} is not there."


def is_forbidden(name: str) -> str:
    return f"{name} may not be read by this user."


def is_no_file(name: str, kind: str) -> str:
    return f"{name} is {kind}, not a file."


def unreadable(name: str, reason: str) -> str:
    return f"{name} can't be read: {reason}."
