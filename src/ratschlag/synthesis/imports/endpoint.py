"""The vectors of a city's own endpoint as an encoder; what people wrote travels there for them."""

from hashlib import sha256

from ratschlag.lib.endpoint import EndpointFault, endpoint
from ratschlag.synthesis.compute.encoders import Given
from ratschlag.synthesis.compute.spaces import Encoder, Mark
from ratschlag.synthesis.rules import ENDPOINT

# Of a name of a model that is longer, the hash still tells it apart.
_LONGEST_NAME = 60


def endpoint_encoder() -> Encoder | None:
    """None where no endpoint, or no model for vectors, is set. Raises EndpointFault.

    Nobody can see an endpoint's model: address, name and length of its vectors stand for it, so
    that what was read by another one is never compared.
    """
    found = endpoint()
    if found is None or not found.embedding_model:
        return None
    dimensions = len(found.embed(["?"])[0])
    known = f"{found.url}\n{found.embedding_model}\n{dimensions}"
    mark = Mark(ENDPOINT, found.embedding_model[:_LONGEST_NAME], sha256(known.encode()).hexdigest())
    return Given(mark, found.embed)


def the_endpoint_encoder() -> Encoder:
    """The same for whoever asked for it by name. Raises EndpointFault."""
    found = endpoint_encoder()
    if found is None:
        raise EndpointFault(
            "No endpoint is set. Set RATSCHLAG_ENDPOINT_URL and RATSCHLAG_ENDPOINT_EMBEDDING."
        )
    return found
