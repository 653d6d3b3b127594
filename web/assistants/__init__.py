"""The archive for assistants by the Model Context Protocol (MCP): to be read, and no more."""
