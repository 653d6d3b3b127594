"""How the weights in ``summaries/trained`` were made; see MODEL_CARD.md. Nothing here runs live."""
