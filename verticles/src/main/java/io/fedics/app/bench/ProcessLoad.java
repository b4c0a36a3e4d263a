package io.fedics.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Processor time and memory of processes, as Linux tells them in {@code /proc}; NaN elsewhere. */
final class ProcessLoad {
  private static final Path PROC = Path.of("/proc");

  /** What user space sees, whatever the kernel's own. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int ENDED_SYSTEM_TIME = 14;

  private ProcessLoad() {}

  /** Of a process and its children, those that ended included. */
  static double cpuSecondsOfFamily(long pid) {
    double own = ticks(stat(PROC.resolve(Long.toString(pid))), USER_TIME, ENDED_SYSTEM_TIME);
    double children = ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::children)
        .mapToDouble(
            child -> ticks(stat(PROC.resolve(Long.toString(child.pid()))), USER_TIME, SYSTEM_TIME))
        .filter(Double::isFinite) // else it ended just now and is in the parent's next figure
        .sum();
    return (own + children) / TICKS_PER_SECOND;
  }

  /** Largest resident memory of this process so far, MB. */
  static double peakMegabytes() {
    return kilobytes(PROC.resolve("self/status"), "VmHWM:") / 1_024;
  }

  /** Memory of a process and its children, what they share counted once, MB. */
  static double megabytesOfFamily(long pid) {
    return Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::children)
                    .map(ProcessHandle::pid))
            .mapToDouble(it -> kilobytes(PROC.resolve(it + "/smaps_rollup"), "Pss:"))
            .sum()
        / 1_024;
  }

  /** Fields of a {@code stat} file behind the name, which may hold anything; empty when there is none. */
  static Optional<List<String>> stat(Path folder) {
    try {
      String line = Files.readString(folder.resolve("stat"));
      return Optional.of(Arrays.asList(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static double cpuSeconds(List<String> stat) {
    return ticks(Optional.of(stat), USER_TIME, SYSTEM_TIME) / TICKS_PER_SECOND;
  }

  private static double ticks(Optional<List<String>> stat, int from, int to) {
    return stat.map(fields -> fields.subList(from, to + 1).stream()
            .mapToDouble(Double::parseDouble)
            .sum())
        .orElse(Double.NaN);
  }

  private static double kilobytes(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
