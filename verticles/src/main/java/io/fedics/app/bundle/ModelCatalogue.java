package io.fedics.app.bundle;

import io.fedics.app.bundle.TriedModelsFile.OfSite;
import io.fedics.app.bundle.TriedModelsFile.Standing;
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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  private final TriedModelsFile tried;

  public ModelCatalogue(ModelStore store, ActiveModels active, TriedModelsFile tried) {
    this.store = store;
    this.active = active;
    this.tried = tried;
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
    var store = new ModelStore(Optional.of(models));
    return new ModelCatalogue(
        store, new ActiveModelsFile(models), new TriedModelsFile(models, store));
  }

  /**
   * What is wrong with a bundle of the folder that is not among {@link #all}; empty for one that is not there.
   *
   * @param version first digits of its hash, or all
   */
  public Optional<String> fault(String version) {
    return store.fault(version);
  }

  /** What comes with the program and judges as this; empty when nothing does. */
  public Optional<Bundle> shipped(String role) {
    return store.ifShipped(role);
  }

  /**
   * A bundle that can judge as this.
   *
   * @throws UsageException when it is not there, damaged, or of another format or other features than this program reads
   */
  public Bundle requireUsable(String role, String sha256) {
    Bundle bundle = store
        .find(sha256)
        .filter(it -> it.role().equals(role))
        .orElseThrow(() -> new UsageException("NAME: " + role
            + fault(sha256)
                .map(why -> ": " + why)
                .orElse(" (expected: the file of " + sha256 + " in the folder)")));
    requireSwitchable(bundle);
    return bundle;
  }

  /**
   * One model.
   *
   * @param shipped whether it comes with the program
   * @param active whether new seconds are judged by it, at one site at least or at new ones
   * @param onTrial whether a site still has to say whether it does no worse than the one before
   * @param sites while a model of its role is tried, where it is what; empty else
   */
  public record Model(
      Bundle bundle,
      boolean shipped,
      boolean active,
      boolean onTrial,
      Map<Standing, List<String>> sites) {
    /** {@code NAME@VERSION}. */
    public String label() {
      return bundle.toString();
    }

    private boolean isNamed(String name) {
      return label().equals(name) || bundle.name().equals(name);
    }

    /** {@code in force at a, b; on trial at c}; empty when no site has said anything. */
    public String where() {
      return Stream.of(Standing.values())
          .filter(sites::containsKey)
          .map(it -> it.word() + " at " + String.join(", ", at(it)))
          .collect(Collectors.joining("; "));
    }

    /** Sites where it is that. */
    public List<String> at(Standing standing) {
      return sites.getOrDefault(standing, List.of());
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
      var where = new JsonObject();
      for (Standing standing : Standing.values()) {
        where.put(standing.wireName(), new JsonArray(at(standing)));
      }
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
          .put("sites", where)
          .put("card", bundle.card());
    }
  }

  /** By role, the one asked for first, then active ones, then by name and hash. */
  public List<Model> all() {
    Map<String, Bundle> shipped = new LinkedHashMap<>();
    ModelStore.ROLES.stream()
        .flatMap(role -> store.ifShipped(role).stream())
        .forEach(bundle -> shipped.put(bundle.sha256(), bundle));
    Map<String, Wanted> wanted = new HashMap<>(active.byDetector());
    wanted.entrySet().removeIf(it -> !isKnown(it.getValue().model(), it.getKey()));
    Map<String, Map<String, OfSite>> told = new HashMap<>();
    List<Model> models = new ArrayList<>();
    Stream.concat(shipped.values().stream(), store.ofFolder().stream())
        .filter(bundle -> models.stream().noneMatch(it -> it.bundle.equals(bundle)))
        .forEach(bundle -> models.add(
            model(bundle, shipped.containsKey(bundle.sha256()), wanted.get(bundle.role()), told)));
    models.sort(Comparator.comparing((Model it) -> it.bundle.role())
        .thenComparing(it -> !isWanted(it.bundle, it.shipped, wanted.get(it.bundle.role())))
        .thenComparing(it -> !it.active)
        .thenComparing(it -> it.bundle.name())
        .thenComparing(it -> it.bundle.sha256()));
    return List.copyOf(models);
  }

  /**
   * @param wanted of its role and to be had; null for what came with the program
   * @param told what sites said, by role, filled as it is asked for
   */
  private Model model(
      Bundle bundle,
      boolean shipped,
      @Nullable Wanted wanted,
      Map<String, Map<String, OfSite>> told) {
    boolean isWanted = isWanted(bundle, shipped, wanted);
    if (wanted == null || !wanted.onTrial()) {
      return new Model(bundle, shipped, isWanted, false, Map.of());
    }
    // Asked for before activations were counted: what sites made of it is not known.
    if (wanted.activation() == 0) {
      return new Model(bundle, shipped, isWanted, isWanted, Map.of());
    }
    Map<String, OfSite> all = told.computeIfAbsent(bundle.role(), tried::of);
    Map<Standing, List<String>> sites = new EnumMap<>(Standing.class);
    all.forEach((site, it) -> standing(bundle, it, isWanted, wanted)
        .ifPresent(how -> sites.computeIfAbsent(how, _ -> new ArrayList<>()).add(site)));
    String hash = wanted.model().sha256();
    boolean isTaken =
        !all.isEmpty() && all.values().stream().allMatch(it -> it.judges().equals(hash));
    boolean begins = !isTaken && isWanted(bundle, shipped, before(wanted, bundle.role()));
    boolean nobodySaid = all.values().stream().noneMatch(it -> isAsked(it, wanted));
    return new Model(
        bundle,
        shipped,
        begins || sites.containsKey(Standing.IN_FORCE),
        isWanted && (nobodySaid || sites.containsKey(Standing.ON_TRIAL)),
        sites);
  }

  private static Optional<Standing> standing(
      Bundle bundle, OfSite site, boolean isWanted, Wanted wanted) {
    if (site.judges().equals(bundle.sha256())) {
      return Optional.of(Standing.IN_FORCE);
    }
    return isWanted && isAsked(site, wanted) ? Optional.of(site.standing()) : Optional.empty();
  }

  /** Whether the site has heard of it; else it still stands by an earlier one. */
  private static boolean isAsked(OfSite site, Wanted wanted) {
    return site.asked().equals(wanted.model().sha256()) && site.activation() == wanted.activation();
  }

  private @Nullable Wanted before(Wanted wanted, String role) {
    ModelRef before = wanted.before();
    return before == null || !isKnown(before, role) ? null : new Wanted(before, false);
  }

  /** As detectors do it: what is wanted and to be had, else what came with the program. */
  private static boolean isWanted(Bundle bundle, boolean shipped, @Nullable Wanted wanted) {
    return wanted == null ? shipped : wanted.model().sha256().equals(bundle.sha256());
  }

  private boolean isKnown(ModelRef ref, String role) {
    return store.find(ref.sha256()).filter(it -> it.role().equals(role)).isPresent();
  }

  /**
   * @param name of a model with its version, or without where it is clear which one is meant
   * @throws UsageException when none has it, or several; of a file that is damaged it says how
   */
  public Model find(String name) {
    return find("NAME", name);
  }

  /**
   * As {@link #find(String)}.
   *
   * @param argument that brought the name, as the sentence about it begins
   */
  public Model find(String argument, String name) {
    List<Model> models = all();
    List<Model> named = named(name, models);
    List<Model> active = named.stream().filter(Model::active).toList();
    return only(argument, name, active.size() == 1 ? active : named, models);
  }

  /** As {@link #find}, but of several of a name none is meant without its version, be one of them active or not. */
  public Model findExactly(String name) {
    List<Model> models = all();
    return only("NAME", name, named(name, models), models);
  }

  private static List<Model> named(String name, List<Model> models) {
    return models.stream().filter(it -> it.isNamed(name)).toList();
  }

  private Model only(String argument, String name, List<Model> named, List<Model> models) {
    if (named.size() != 1) {
      throw notFound(argument, name, named.isEmpty() ? models : named);
    }
    return named.getFirst();
  }

  private UsageException notFound(String argument, String name, List<Model> expected) {
    boolean isNamed = expected.stream().anyMatch(it -> it.isNamed(name));
    Optional<String> fault =
        isNamed ? Optional.empty() : fault(name.substring(name.lastIndexOf('@') + 1));
    return fault
        .map(why -> new UsageException(argument + ": " + name + ": " + why))
        .orElseGet(() -> new UsageException("%s: %s (expected: %s)"
            .formatted(
                argument,
                name,
                expected.stream().map(Model::label).sorted().collect(Collectors.joining(", ")))));
  }
}
