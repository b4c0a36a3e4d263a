package io.fedics.app.bundle;

import io.fedics.detect.domain.learned.Models;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles by their SHA-256: those that come with the program, and those in a folder, each in a file named after its hash.
 * A file that is broken or is not what its name says is refused, with a line in the log. Safe for threads.
 */
public final class ModelStore implements Models {
  /** Ending of a bundle's file. */
  public static final String ENDING = ".fedics";

  /** Roles of which a model may come with the program. */
  static final List<String> ROLES =
      List.of("iforest", "lstm", "verdict", "threat", "forest", "attack");

  private static final String VERSION = "[0-9a-f]{12,64}";

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

  private final Optional<Path> folder;
  private final Map<String, Bundle> known = new ConcurrentHashMap<>();
  private final Map<String, Optional<Bundle>> shipped = new ConcurrentHashMap<>();

  /**
   * @param folder of trained bundles; need not exist
   */
  public ModelStore(Optional<Path> folder) {
    this.folder = folder;
  }

  /** Only what comes with the program. */
  public static ModelStore ofShipped() {
    return new ModelStore(Optional.empty());
  }

  @Override
  public Bundle shipped(String kind) {
    return ifShipped(kind)
        .orElseThrow(() ->
            new IllegalStateException("no bundle of kind " + kind + " comes with the program"));
  }

  /** Empty when none of this kind comes with the program. */
  Optional<Bundle> ifShipped(String kind) {
    return shipped.computeIfAbsent(kind, ModelStore::resource);
  }

  /** Every sound bundle of the folder, by hash. */
  public List<Bundle> ofFolder() {
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted()
          .flatMap(sha256 -> find(sha256).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is wrong with a file of the folder: it and the reason; empty when there is none, or it is sound.
   *
   * @param version first digits of its hash, or all
   */
  Optional<String> fault(String version) {
    if (folder.isEmpty() || !Files.isDirectory(folder.get()) || !version.matches(VERSION)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(version))
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .sorted()
          .flatMap(file -> fault(file).stream())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> fault(Path file) {
    String name = file.getFileName().toString();
    try {
      sound(name.substring(0, name.length() - ENDING.length()), file);
      return Optional.empty();
    } catch (IOException | BundleException e) {
      return Optional.of(file + ": " + e.getMessage());
    }
  }

  private static Optional<Bundle> resource(String kind) {
    try (InputStream in = ModelStore.class.getResourceAsStream("/models/" + kind + ENDING)) {
      return in == null ? Optional.empty() : Optional.of(Bundle.read(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Bundle> find(String sha256) {
    for (String role : ROLES) {
      Optional<Bundle> bundle = ifShipped(role).filter(it -> it.sha256().equals(sha256));
      if (bundle.isPresent()) {
        return bundle;
      }
    }
    return Optional.ofNullable(known.computeIfAbsent(sha256, this::read));
  }

  private @Nullable Bundle read(String sha256) {
    if (folder.isEmpty()) {
      return null;
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      LOG.warn("model {}: a name that is no SHA-256; it is not used", sha256);
      return null;
    }
    Path file = folder.get().resolve(sha256 + ENDING);
    if (!Files.isReadable(file)) {
      LOG.warn("model {}: {} is not there; it is not used", sha256, file);
      return null;
    }
    try {
      return sound(sha256, file);
    } catch (IOException | BundleException e) {
      LOG.warn("model {}: {}: {}; it is not used", sha256, file, e.getMessage());
      return null;
    }
  }

  private static Bundle sound(String sha256, Path file) throws IOException {
    Bundle bundle = Bundle.read(Files.readAllBytes(file));
    if (!bundle.sha256().equals(sha256)) {
      throw new BundleException(
          "bundle: sha256 %s (expected: %s)".formatted(bundle.sha256(), sha256));
    }
    return bundle;
  }
}
