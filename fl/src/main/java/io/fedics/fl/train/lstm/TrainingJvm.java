package io.fedics.fl.train.lstm;

import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Java that trains.
 *
 * @param java its program
 * @param classPath with this class and DL4J
 * @param libraries folder into which DL4J unpacks its native libraries, once, about 400 MB; its own choice when empty
 * @param heapMegabytes most heap, at least 128; windows take 4 bytes a value
 * @param nativeMegabytes most memory outside the heap that DL4J may take, at least 256
 */
public record TrainingJvm(
    Path java, String classPath, Optional<Path> libraries, int heapMegabytes, int nativeMegabytes) {
  private static final String VECTORS = "jdk.incubator.vector";
  /** What the virtual machine and loaded libraries take besides. */
  private static final int BESIDES_MEGABYTES = 1024;

  public TrainingJvm {
    if (heapMegabytes < 128 || nativeMegabytes < 256) {
      throw new IllegalArgumentException(
          "training jvm: %d MB heap, %d MB native (expected: at least 128 and 256)"
              .formatted(heapMegabytes, nativeMegabytes));
    }
  }

  /**
   * The same program and class path as this process, 1 GB of heap and 1 GB outside of it.
   *
   * @throws IllegalStateException when the system does not say which program this is
   */
  public static TrainingJvm likeThisOne() {
    Path java = ProcessHandle.current()
        .info()
        .command()
        .map(Path::of)
        .orElseThrow(
            () -> new IllegalStateException(
                "training jvm: the system does not say which program runs this (expected: a path of java)"));
    return new TrainingJvm(
        java, ManagementFactory.getRuntimeMXBean().getClassPath(), Optional.empty(), 1024, 1024);
  }

  /** A process with this main class, to be started. */
  public ProcessBuilder process(Class<?> main, List<Path> arguments) {
    var builder =
        new ProcessBuilder(command(main, arguments.stream().map(Path::toString).toList()));
    // one thread: sums in one order, and the other cores are for the pipeline
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder;
  }

  /** What starts a process with this main class. */
  List<String> command(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(
        java.toString(),
        "-Xmx" + heapMegabytes + "m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dorg.bytedeco.javacpp.maxbytes=" + nativeMegabytes + "m",
        "-Dorg.bytedeco.javacpp.maxphysicalbytes="
            + (heapMegabytes + nativeMegabytes + BESIDES_MEGABYTES) + "m"));
    if (ModuleFinder.ofSystem().find(VECTORS).isPresent()) {
      command.addAll(List.of("--add-modules", VECTORS));
    }
    libraries.ifPresent(folder -> command.add("-Dorg.bytedeco.javacpp.cachedir=" + folder));
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(arguments);
    return command;
  }
}
