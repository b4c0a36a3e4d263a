package io.fedics.shared.attack;

import io.fedics.shared.event.AttackLabel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * ATT&CK for ICS techniques in one pinned version, read from {@code ics-techniques.tsv}; its head names the sources.
 * Immutable.
 */
public final class Techniques {
  public static final String V18_1 = "v18.1";
  public static final String V19 = "v19";

  private static final String TABLE = "ics-techniques.tsv";

  private record Technique(String id, String name) {}

  private final String version;
  private final Map<String, Technique> byOldId = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, List<String>> ofRule = new HashMap<>();
  private final Map<String, List<String>> ofLabel = new HashMap<>();

  private Techniques(String version) {
    this.version = version;
  }

  /**
   * @throws IllegalArgumentException when the version is neither {@link #V18_1} nor {@link #V19}
   */
  public static Techniques of(String version) {
    if (!version.equals(V18_1) && !version.equals(V19)) {
      throw new IllegalArgumentException(version + " (expected: " + V18_1 + " or " + V19 + ")");
    }
    var techniques = new Techniques(version);
    try (var table = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(Techniques.class.getResourceAsStream(TABLE), TABLE),
        StandardCharsets.UTF_8))) {
      table.lines().filter(line -> !line.startsWith("#")).forEach(techniques::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return techniques;
  }

  private void add(String line) {
    String[] cells = line.split("\t");
    switch (cells[0]) {
      case "technique" -> {
        boolean old = version.equals(V18_1);
        var technique = new Technique(old ? cells[1] : cells[2], old ? cells[3] : cells[4]);
        byOldId.put(cells[1], technique);
        names.put(technique.id, technique.name);
      }
      case "rule" -> ofRule.put(cells[1], List.of(cells[2].split(",")));
      case "label" -> ofLabel.put(cells[1], List.of(cells[2].split(",")));
      default -> throw new IllegalStateException(TABLE + ": " + line);
    }
  }

  /** {@link #V18_1} or {@link #V19}. */
  public String version() {
    return version;
  }

  /** Ids the rules stand for, sorted; those of the label when no rule is known. Empty for {@code other} alone. */
  public List<String> ids(AttackLabel label, Collection<String> rules) {
    var ids = new TreeSet<String>();
    rules.forEach(rule -> ids.addAll(ofRule.getOrDefault(rule, List.of())));
    if (ids.isEmpty()) {
      ids.addAll(ofLabel.getOrDefault(label.wireName(), List.of()));
    }
    List<String> pinned = new ArrayList<>();
    ids.forEach(id -> pinned.add(Objects.requireNonNull(byOldId.get(id), id).id));
    return pinned.stream().sorted().toList();
  }

  /** The technique's name in this version; the id itself when it is not known. */
  public String name(String id) {
    return names.getOrDefault(id, id);
  }
}
