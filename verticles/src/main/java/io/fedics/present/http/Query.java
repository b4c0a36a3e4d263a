package io.fedics.present.http;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parameters of one request, every one of them valid. */
public final class Query {
  private final Map<String, Object> values;

  private Query(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * @throws Problem for a value out of range, an unknown name, a name given twice
   */
  static Query of(List<Parameter> known, MultiMap given) {
    var values = new HashMap<String, Object>();
    for (String name : given.names()) {
      List<String> texts = given.getAll(name);
      Parameter parameter = known.stream()
          .filter(candidate -> candidate.name().equals(name))
          .findFirst()
          .orElseThrow(() -> Problem.badParameter(name, texts.getFirst(), expected(known)));
      if (texts.size() > 1) {
        throw Problem.badParameter(name, String.join(" and ", texts), "one value");
      }
      if (!texts.getFirst().isEmpty()) {
        values.put(name, parameter.parse(texts.getFirst()));
      }
    }
    if (values.containsKey("from")
        && values.get("from") instanceof Instant from
        && values.get("to") instanceof Instant to
        && !from.isBefore(to)) {
      throw Problem.badParameter("to", to.toString(), "a time after from");
    }
    return new Query(values);
  }

  private static String expected(List<Parameter> known) {
    return known.isEmpty()
        ? "no parameter"
        : "one of " + known.stream().map(Parameter::name).collect(Collectors.joining(", "));
  }

  public <T> Optional<T> get(String name, Class<T> type) {
    return Optional.ofNullable(values.get(name)).map(type::cast);
  }

  public Optional<String> text(String name) {
    return get(name, String.class);
  }

  @SuppressWarnings("unchecked") // what Parameter makes of a list
  public List<String> texts(String name) {
    return (List<String>) values.getOrDefault(name, List.of());
  }

  public Optional<Instant> time(String name) {
    return get(name, Instant.class);
  }

  public Duration window(String name, Duration absent) {
    return get(name, Duration.class).orElse(absent);
  }

  public int whole(String name, int absent) {
    return get(name, Long.class).map(Math::toIntExact).orElse(absent);
  }

  public boolean flag(String name) {
    return get(name, Boolean.class).orElse(false);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }
}
