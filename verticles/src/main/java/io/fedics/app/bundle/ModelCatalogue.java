package io.fedics.app.bundle;

import io.fedics.classify.domain.VerdictModels;
import io.fedics.detect.domain.learned.FlowForest;
import io.fedics.detect.domain.learned.HostSequences;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.record.RecordModel;
import io.fedics.ingest.ActiveModels;
import io.fedics.ingest.ActiveModels.Wanted;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.ModelRef;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What models there are, those that come with the program and those trained here, and which of each role judges. Reads
 * files: not for an event loop. Safe for threads.
 */
public final class ModelCatalogue {
  /** Roles whose bundle the input log can change. */
  private static final List<String> SWITCHABLE =
      List.of("iforest", "lstm", "verdict", "threat", "forest", "attack");

  private static final List<String> ROWS = List.of("training_rows", "training_windows");

  private final ModelStore store;
  private final ActiveModels active;

  public ModelCatalogue(ModelStore store, ActiveModels active) {
    this.store = store;
    this.active = active;
  }

  /** Where a data folder keeps models. */
  public static Path models(Path folder) {
    return folder.resolve("models");
  }

  /**
   * @throws UsageException when a model of this kind cannot be changed while sites are judged, or this one is of other
   *     features than are there, or broken
   */
  public static void requireSwitchable(Bundle bundle) {
    if (!SWITCHABLE.contains(bundle.role())) {
      throw new UsageException("NAME: %s is of kind %s (expected: %s)"
          .formatted(bundle, bundle.role(), String.join(", ", SWITCHABLE)));
    }
    try {
      open(bundle);
    } catch (BundleException e) {
      throw new UsageException("NAME: " + bundle + ": " + e.getMessage(), e);
    }
  }

  private static void open(Bundle bundle) {
    switch (bundle.role()) {
      case FlowForest.STAGE -> FlowForest.open(bundle);
      case HostSequences.STAGE -> HostSequences.open(bundle);
      case VerdictModels.KIND -> VerdictModels.from(bundle);
      default -> RecordModel.from(bundle);
    }
  }

  /**
   * @throws UsageException when nothing judges as this; where it is a model's name, with what that one judges as
   */
  public void requireRole(String name) {
    if (SWITCHABLE.contains(name)) {
      return;
    }
    String roles = all().stream()
        .filter(it -> it.isNamed(name))
        .map(it -> it.bundle().role())
        .distinct()
        .collect(Collectors.joining(", "));
    throw new UsageException("NAME: %s (expected: %s)"
        .formatted(
            name,
            roles.isEmpty()
                ? String.join(", ", SWITCHABLE)
                : roles + ", which this model judges as"));
  }

  /** Of a data folder, which need not exist. */
  public static ModelCatalogue of(Path folder) {
    Path models = models(folder);
    return new ModelCatalogue(new ModelStore(Optional.of(models)), new ActiveModelsFile(models));
  }

  /**
   * What is wrong with a bundle of the folder that is not among {@link #all}; empty for one that is not there.
   *
   * @param version first digits of its hash, or all
   */
  public Optional<String> fault(String version) {
    return store.fault(version);
  }

  /**
   * One model.
   *
   * @param shipped whether it comes with the program
   * @param active whether new seconds are judged by it
   * @param onTrial whether that is so only at sites where it did no worse than the one before
   */
  public record Model(Bundle bundle, boolean shipped, boolean active, boolean onTrial) {
    /** {@code NAME@VERSION}. */
    public String label() {
      return bundle.toString();
    }

    private boolean isNamed(String name) {
      return label().equals(name) || bundle.name().equals(name);
    }

    /** Training rows or windows; empty when the bundle does not say. */
    public Optional<Long> trainingRows() {
      return ROWS.stream().filter(bundle::has).findFirst().map(bundle::whole);
    }

    /** Normal scores its table of rarity stands on; empty when it has none. */
    public Optional<Long> calibrationRows() {
      return Optional.of("calibration_rows").filter(bundle::has).map(bundle::whole);
    }

    public JsonObject json() {
      return new JsonObject()
          .put("kind", bundle.kind())
          .put("role", bundle.role())
          .put("name", bundle.name())
          .put("version", bundle.version())
          .put("sha256", bundle.sha256())
          .put("features", bundle.features().size())
          .put("training_rows", trainingRows().orElse(null))
          .put("calibration_rows", calibrationRows().orElse(null))
          .put("shipped", shipped)
          .put("active", active)
          .put("on_trial", onTrial)
          .put("card", bundle.card());
    }
  }

  /** By role, the active one first, then by name and hash. */
  public List<Model> all() {
    Map<String, Bundle> shipped = new LinkedHashMap<>();
    ModelStore.ROLES.stream()
        .flatMap(role -> store.ifShipped(role).stream())
        .forEach(bundle -> shipped.put(bundle.sha256(), bundle));
    Map<String, Wanted> wanted = active.byDetector();
    List<Model> models = new ArrayList<>();
    Stream.concat(shipped.values().stream(), store.ofFolder().stream())
        .filter(bundle -> models.stream().noneMatch(it -> it.bundle.equals(bundle)))
        .forEach(bundle -> models.add(new Model(
            bundle,
            shipped.containsKey(bundle.sha256()),
            isActive(bundle, shipped, wanted),
            isOnTrial(bundle, wanted))));
    models.sort(Comparator.comparing((Model it) -> it.bundle.role())
        .thenComparing(it -> !it.active)
        .thenComparing(it -> it.bundle.name())
        .thenComparing(it -> it.bundle.sha256()));
    return List.copyOf(models);
  }

  private static boolean isOnTrial(Bundle bundle, Map<String, Wanted> wanted) {
    Wanted ref = wanted.get(bundle.role());
    return ref != null && ref.onTrial() && ref.model().sha256().equals(bundle.sha256());
  }

  /** As detectors do it: what is wanted and to be had, else what came with the program. */
  private boolean isActive(Bundle bundle, Map<String, Bundle> shipped, Map<String, Wanted> wanted) {
    ModelRef ref =
        Optional.ofNullable(wanted.get(bundle.role())).map(Wanted::model).orElse(null);
    boolean known = ref != null
        && store
            .find(ref.sha256())
            .filter(it -> it.role().equals(bundle.role()))
            .isPresent();
    return ref != null && known
        ? ref.sha256().equals(bundle.sha256())
        : shipped.containsKey(bundle.sha256());
  }

  /**
   * @param name of a model with its version, or without where it is clear which one is meant
   * @throws UsageException when none has it, or several; of a file that is damaged it says how
   */
  public Model find(String name) {
    List<Model> models = all();
    List<Model> named = models.stream().filter(it -> it.isNamed(name)).toList();
    List<Model> active = named.stream().filter(Model::active).toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    if (active.size() == 1) {
      return active.getFirst();
    }
    Optional<String> fault =
        named.isEmpty() ? fault(name.substring(name.lastIndexOf('@') + 1)) : Optional.empty();
    fault.ifPresent(why -> {
      throw new UsageException("NAME: " + name + ": " + why);
    });
    throw new UsageException("NAME: %s (expected: %s)"
        .formatted(
            name,
            (named.isEmpty() ? models : named)
                .stream().map(Model::label).sorted().collect(Collectors.joining(", "))));
  }
}
