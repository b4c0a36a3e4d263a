package io.fedics.app.bundle;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.ingest.ActiveModels;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.file.DurableFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which models are active, in {@code active.json} of the models' folder: by detector the bundle's name, version and SHA-256,
 * whether it is on trial, the number of the activation, who judges where it is only tried, and the hashes that were active before, newest last. Read again when the file changes; a file that cannot be read changes
 * nothing. Safe for threads.
 */
public final class ActiveModelsFile implements ActiveModels {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveModelsFile.class);
  private static final String NAME = "active.json";
  private static final String ON_TRIAL = "on_trial";
  private static final String ACTIVATION = "activation";
  private static final String INSTEAD_OF = "instead_of";
  private static final int MOST_BEFORE = 20;

  private final Path file;
  private Map<String, Wanted> known = Map.of();
  private FileTime read = FileTime.fromMillis(0);

  /**
   * @param folder of the models; need not exist
   */
  public ActiveModelsFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  @Override
  public synchronized Map<String, Wanted> byDetector() {
    if (!Files.isReadable(file)) {
      return known;
    }
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      if (!changed.equals(read)) {
        read = changed;
        known = refs(content());
      }
    } catch (IOException | DecodeException | IllegalArgumentException | ClassCastException e) {
      LOG.warn("{}: {}; the models in use stay", file, e.getMessage());
    }
    return known;
  }

  private JsonObject content() throws IOException {
    return Files.exists(file) ? new JsonObject(Files.readString(file)) : new JsonObject();
  }

  private static Map<String, Wanted> refs(JsonObject content) {
    Map<String, Wanted> refs = new TreeMap<>();
    for (String detector : content.fieldNames()) {
      JsonObject model = content.getJsonObject(detector);
      JsonObject instead = model.getJsonObject(INSTEAD_OF);
      refs.put(
          detector,
          new Wanted(
              ref(model),
              model.getBoolean(ON_TRIAL, false),
              model.getLong(ACTIVATION, 0L),
              instead == null ? null : ref(instead)));
    }
    return refs;
  }

  private static ModelRef ref(JsonObject model) {
    return new ModelRef(
        required(model, "name"), required(model, "version"), required(model, "sha256"), 0);
  }

  private static String required(JsonObject model, String field) {
    String value = model.getString(field);
    if (value == null) {
      throw new IllegalArgumentException(field + ": missing (expected: a text)");
    }
    return value;
  }

  /** Hashes that were active before, newest last. */
  public List<String> before(String detector) {
    try {
      JsonObject model = content().getJsonObject(detector);
      List<String> hashes = new ArrayList<>();
      if (model != null) {
        model.getJsonArray("before", new JsonArray()).forEach(hash -> hashes.add(hash.toString()));
      }
      return hashes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a bundle the active one of its role, instead of what came with the program. */
  public void activate(Bundle bundle, boolean onTrial, List<String> before) {
    activate(bundle, onTrial, before, Optional.empty());
  }

  /**
   * Makes a bundle the active one of its role; a running instance follows within seconds.
   *
   * @param onTrial whether each site compares it first
   * @param before hashes to go back to, newest last
   * @param instead who judges a new site that only tries it; empty for what came with the program
   */
  public synchronized void activate(
      Bundle bundle, boolean onTrial, List<String> before, Optional<Bundle> instead) {
    try {
      JsonObject content = content();
      JsonObject last = content.getJsonObject(bundle.role(), new JsonObject());
      var hashes =
          new JsonArray(before.subList(Math.max(0, before.size() - MOST_BEFORE), before.size()));
      JsonObject model = json(bundle)
          .put(ON_TRIAL, onTrial)
          .put(ACTIVATION, last.getLong(ACTIVATION, 0L) + 1)
          .put("before", hashes);
      instead.ifPresent(it -> model.put(INSTEAD_OF, json(it)));
      content.put(bundle.role(), model);
      Files.createDirectories(file.toAbsolutePath().getParent());
      DurableFile.replace(file, content.encodePrettily());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject json(Bundle bundle) {
    return new JsonObject()
        .put("name", bundle.name())
        .put("version", bundle.version())
        .put("sha256", bundle.sha256());
  }
}
