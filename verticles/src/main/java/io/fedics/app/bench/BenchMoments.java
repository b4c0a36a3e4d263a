package io.fedics.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lists of one run: when each flow was acknowledged, found, shown; and what is stored. */
record BenchMoments(
    EventMoments sent, EventMoments findings, EventMoments rows, EventMoments stored)
    implements AutoCloseable {

  /**
   * @param folder is made
   */
  static BenchMoments in(Path folder) throws IOException {
    Files.createDirectory(folder);
    return new BenchMoments(
        new EventMoments(folder.resolve("sent")),
        new EventMoments(folder.resolve("findings")),
        new EventMoments(folder.resolve("rows")),
        new EventMoments(folder.resolve("stored")));
  }

  @Override
  public void close() throws IOException {
    sent.close();
    findings.close();
    rows.close();
    stored.close();
  }
}
