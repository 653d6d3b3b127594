#!/bin/sh
# discord.py 2.7.1 with Python 3.11, observed on 2026-11-29.
#
# A client that only logged in knows no servers. A channel that it asks for (fetch_channel) is on a server
# that is made up for it: marked as unavailable, without name, roles and the bot as a member, so
# that `me` and `default_role` are None. `permissions_for` takes neither, and raises an
# AttributeError, not an error of the library's. The server has to be asked for, with its channels and
# the bot's member, to know what it may do.
#
# Prints what such a channel tells, and fails if that changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q discord.py==2.7.1
"$folder/venv/bin/python" - <<'PY'
import asyncio

import discord
from discord.channel import TextChannel
from discord.user import ClientUser

BOT = {"id": "2", "username": "bot", "discriminator": "0", "avatar": None}
CHANNEL = {"id": "5", "type": 0, "name": "a", "position": 0, "permission_overwrites": []}


async def main():
    state = discord.Client(intents=discord.Intents(guilds=True))._connection
    state.user = ClientUser(state=state, data=BOT)
    guild = state._get_or_create_unavailable_guild(9)
    channel = TextChannel(state=state, guild=guild, data=CHANNEL)
    try:
        told = str(channel.permissions_for(guild.me))
    except AttributeError as error:
        told = f"AttributeError: {error}"
    print(f"unavailable: {guild.unavailable}; name: {guild.name!r}; me: {guild.me}; rights: {told}")
    assert guild.unavailable and guild.name == "" and guild.me is None
    assert guild.default_role is None
    assert told.startswith("AttributeError"), told


asyncio.run(main())
PY
