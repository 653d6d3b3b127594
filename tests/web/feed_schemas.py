"""What feeds must be: Atom 1.0 in RELAX NG (after RFC 4287), JSON Feed 1.1 in JSON Schema."""

from __future__ import annotations

from typing import Any, Final

_MOMENT: Final = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+\-]\d\d:\d\d)"
_PERSON: Final = """
  <interleave>
    <element name="name"><text/></element>
    <optional><element name="uri"><text/></element></optional>
    <optional>
      <element name="email">
        <data type="string"><param name="pattern">.+@.+</param></data>
      </element>
    </optional>
  </interleave>
"""
_ALIKE: Final = """
  <element name="id"><data type="anyURI"/></element>
  <element name="title"><ref name="text"/></element>
  <element name="updated"><ref name="moment"/></element>
  <zeroOrMore><element name="author"><ref name="person"/></element></zeroOrMore>
  <zeroOrMore><element name="contributor"><ref name="person"/></element></zeroOrMore>
  <zeroOrMore>
    <element name="category">
      <attribute name="term"/><optional><attribute name="scheme"/></optional>
      <optional><attribute name="label"/></optional>
    </element>
  </zeroOrMore>
  <zeroOrMore>
    <element name="link">
      <attribute name="href"><data type="anyURI"/></attribute>
      <optional><attribute name="rel"/></optional>
      <optional>
        <attribute name="type">
          <data type="string"><param name="pattern">.+/.+</param></data>
        </attribute>
      </optional>
      <optional><attribute name="hreflang"/></optional>
      <optional><attribute name="title"/></optional>
      <optional><attribute name="length"/></optional>
    </element>
  </zeroOrMore>
  <optional><element name="rights"><ref name="text"/></element></optional>
"""

ATOM: Final = f"""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start>
    <element name="feed">
      <optional><attribute name="xml:lang"/></optional>
      <interleave>
        {_ALIKE}
        <optional><element name="subtitle"><ref name="text"/></element></optional>
        <optional><element name="generator"><text/></element></optional>
        <optional><element name="icon"><data type="anyURI"/></element></optional>
        <optional><element name="logo"><data type="anyURI"/></element></optional>
        <zeroOrMore><ref name="entry"/></zeroOrMore>
      </interleave>
    </element>
  </start>
  <define name="entry">
    <element name="entry">
      <interleave>
        {_ALIKE}
        <optional><element name="published"><ref name="moment"/></element></optional>
        <optional><element name="summary"><ref name="text"/></element></optional>
        <element name="content"><ref name="text"/></element>
      </interleave>
    </element>
  </define>
  <define name="text">
    <optional>
      <attribute name="type"><choice><value>text</value><value>html</value></choice></attribute>
    </optional>
    <text/>
  </define>
  <define name="moment">
    <data type="string"><param name="pattern">{_MOMENT}</param></data>
  </define>
  <define name="person">{_PERSON}</define>
</grammar>
"""

_URL: Final[dict[str, Any]] = {"type": "string", "pattern": "^https?://"}
_TEXT: Final[dict[str, Any]] = {"type": "string"}
_WHEN: Final[dict[str, Any]] = {"type": "string", "pattern": f"^{_MOMENT}$"}
_AUTHORS: Final[dict[str, Any]] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": _TEXT, "url": _URL, "avatar": _URL},
        "minProperties": 1,
        "additionalProperties": False,
    },
}

JSON_FEED: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), _URL),
        **dict.fromkeys(("description", "user_comment", "language"), _TEXT),
        "authors": _AUTHORS,
        "expired": {"type": "boolean"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    **dict.fromkeys(("url", "external_url", "image", "banner_image"), _URL),
                    **dict.fromkeys(("title", "content_html", "content_text"), _TEXT),
                    **dict.fromkeys(("summary", "language"), _TEXT),
                    "date_published": _WHEN,
                    "date_modified": _WHEN,
                    "authors": _AUTHORS,
                    "tags": {"type": "array", "items": _TEXT},
                },
            },
        },
    },
}
