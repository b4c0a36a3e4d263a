package io.fedics.app.bundle;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelCompared;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.file.DurableFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sites made of the models they were asked to try, in {@code sites.json} of the models' folder, by detector and site:
 * {@code fl_events} says it too, but only to who has the database, and not for ever. A file that cannot be read says
 * nothing. Safe for threads.
 */
public final class TriedModelsFile {
  private static final Logger LOG = LoggerFactory.getLogger(TriedModelsFile.class);
  private static final String NAME = "sites.json";

  private final Path file;
  private final ModelStore store;

  /** How a site has it with the model it was asked for last. */
  public enum Standing {
    /** Scored beside the one in force. */
    ON_TRIAL,
    /** Judges; it may still be compared with its predecessor. */
    IN_FORCE,
    /** Did worse, before or after it took over. */
    KEPT_OUT;

    String word() {
      return switch (this) {
        case ON_TRIAL -> "on trial";
        case IN_FORCE -> "in force";
        case KEPT_OUT -> "kept out";
      };
    }

    String wireName() {
      return word().replace(' ', '_');
    }
  }

  /**
   * One site.
   *
   * @param asked SHA-256 of the model it was asked for last
   * @param activation which activation asked for it
   * @param judges SHA-256 of the model in force
   */
  record OfSite(String asked, long activation, Standing standing, String judges) {
    private static OfSite from(JsonObject site) {
      return new OfSite(
          site.getString("asked", ""),
          site.getLong("activation", 0L),
          Standing.valueOf(site.getString("standing", Standing.ON_TRIAL.name())),
          site.getString("judges", ""));
    }

    private JsonObject json() {
      return new JsonObject()
          .put("asked", asked)
          .put("activation", activation)
          .put("standing", standing.name())
          .put("judges", judges);
    }
  }

  /**
   * @param folder of the models; need not exist
   * @param store of the same models
   */
  public TriedModelsFile(Path folder, ModelStore store) {
    this.file = folder.resolve(NAME);
    this.store = store;
  }

  /** By site; empty where no site was asked for a model. */
  synchronized Map<String, OfSite> of(String detector) {
    Map<String, OfSite> sites = new TreeMap<>();
    try {
      JsonObject known = content().getJsonObject(detector, new JsonObject());
      for (String site : known.fieldNames()) {
        sites.put(site, OfSite.from(known.getJsonObject(site)));
      }
    } catch (IOException | DecodeException | IllegalArgumentException | ClassCastException e) {
      LOG.warn("{}: {}; what sites made of models is not known", file, e.getMessage());
    }
    return sites;
  }

  private JsonObject content() throws IOException {
    return Files.exists(file) ? new JsonObject(Files.readString(file)) : new JsonObject();
  }

  /** Takes what a detector was asked for and what it decided; other events say nothing. A repeat changes nothing. */
  public synchronized void on(Event event) {
    switch (event) {
      case ModelActivated change -> onActivated(change);
      case ModelCompared compared -> onCompared(compared);
      case SiteForgotten gone -> onForgotten(gone.site());
      default -> {}
    }
  }

  private void onActivated(ModelActivated change) {
    String sha256 = change.model().sha256();
    long activation = change.activation() == null ? 0 : change.activation();
    OfSite before = of(change.detector()).get(change.site());
    boolean onTrial = Boolean.TRUE.equals(change.onTrial());
    boolean isUncounted = onTrial && activation == 0; // its trial may be over long ago
    if (isUncounted || store.find(sha256).isEmpty() || isRepeat(before, sha256, activation)) {
      return;
    }
    String inForce = before == null ? shipped(change.detector()) : before.judges;
    String judges = onTrial ? inForce : sha256;
    Standing standing = judges.equals(sha256) ? Standing.IN_FORCE : Standing.ON_TRIAL;
    put(change.detector(), change.site(), new OfSite(sha256, activation, standing, judges));
  }

  /** Of a restart that asks again, or of a partition that is behind. */
  private static boolean isRepeat(@Nullable OfSite before, String sha256, long activation) {
    return before != null
        && (activation < before.activation
            || (activation == before.activation && before.asked.equals(sha256)));
  }

  private String shipped(String detector) {
    return store.ifShipped(detector).map(Bundle::sha256).orElse("");
  }

  private void onCompared(ModelCompared compared) {
    String before = compared.before().sha256();
    String tried = compared.tried().sha256();
    String newer =
        switch (compared.outcome()) {
          case TAKEN, KEPT -> tried;
          case CONFIRMED, RETURNED -> before;
        };
    String judges =
        switch (compared.outcome()) {
          case TAKEN, RETURNED -> tried;
          case KEPT, CONFIRMED -> before;
        };
    OfSite known = of(compared.detector()).get(compared.site());
    if (known == null || !known.asked.equals(newer)) {
      return; // of a model that is no longer asked for
    }
    Standing standing = judges.equals(newer) ? Standing.IN_FORCE : Standing.KEPT_OUT;
    put(
        compared.detector(),
        compared.site(),
        new OfSite(newer, known.activation, standing, judges));
  }

  /** When it comes back it is asked anew. */
  private void onForgotten(String site) {
    change(site, content -> {
      boolean isChanged = false;
      for (String detector : content.fieldNames()) {
        isChanged |= content.getJsonObject(detector).remove(site) != null;
      }
      return isChanged;
    });
  }

  private void put(String detector, String site, OfSite standing) {
    change(site, content -> {
      JsonObject sites = content.getJsonObject(detector, new JsonObject());
      content.put(detector, sites.put(site, standing.json()));
      return true;
    });
  }

  /**
   * A detector judges on, whether its word can be kept or not.
   *
   * @param change of the content; false when there was none
   */
  private void change(String site, Predicate<JsonObject> change) {
    try {
      JsonObject content = content();
      if (change.test(content)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        DurableFile.replace(file, content.encodePrettily());
      }
    } catch (IOException | DecodeException | ClassCastException e) {
      LOG.warn("{}: {}; what {} made of a model is not kept", file, e.getMessage(), site);
    }
  }
}
