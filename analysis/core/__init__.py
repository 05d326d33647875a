"""The pure core: graph, operations, recording, wording and the chapters; standard library only."""
