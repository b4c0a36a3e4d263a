package io.fedics.ingest.file;

import java.nio.file.Path;

/**
 * How much a sort may use.
 *
 * @param memoryBytes held before a run is spilled, about 200 bytes a flow; 64 kiB or more
 * @param folder where runs are spilled; needs room for all flows, about 150 bytes each
 */
public record SortSettings(long memoryBytes, Path folder) {
  /** 64 MiB. */
  public static final long DEFAULT_MEMORY_BYTES = 1L << 26;

  private static final long LEAST = 1L << 16;

  public SortSettings {
    if (memoryBytes < LEAST) {
      throw new IllegalArgumentException(
          "sort memory: " + memoryBytes + " (expected: " + LEAST + " bytes or more)");
    }
  }

  /** 64 MiB, spilled into {@code folder}. */
  public static SortSettings in(Path folder) {
    return new SortSettings(DEFAULT_MEMORY_BYTES, folder);
  }
}
