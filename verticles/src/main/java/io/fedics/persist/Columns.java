package io.fedics.persist;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a batch, one array each, for {@code UNNEST}: 2 to 3 times faster than one statement per row. Texts lose
 * the character U+0000, which Postgres cannot store.
 *
 * @param <E> what the rows are made of
 */
final class Columns<E> {
  /** Separates the elements of a text that stands for an array. */
  static final char ELEMENT = '\u001f';

  private final List<E> events;
  private final List<Object> arrays = new ArrayList<>();

  Columns(List<E> events) {
    this.events = events;
  }

  Columns<E> ids(Function<E, @Nullable UUID> value) {
    return add(events.stream().map(value).toArray(UUID[]::new));
  }

  Columns<E> texts(Function<E, @Nullable String> value) {
    return add(events.stream().map(value).map(Columns::storable).toArray(String[]::new));
  }

  /** Joined by {@link #ELEMENT}; null when the list is empty. */
  Columns<E> lists(Function<E, List<String>> value) {
    return texts(event -> joined(value.apply(event)));
  }

  Columns<E> times(Function<E, @Nullable Instant> value) {
    return add(events.stream().map(value).map(Columns::utc).toArray(OffsetDateTime[]::new));
  }

  Columns<E> longs(Function<E, @Nullable Long> value) {
    return add(events.stream().map(value).toArray(Long[]::new));
  }

  Columns<E> ints(Function<E, @Nullable Integer> value) {
    return add(events.stream().map(value).toArray(Integer[]::new));
  }

  Columns<E> doubles(Function<E, @Nullable Double> value) {
    return add(events.stream().map(value).toArray(Double[]::new));
  }

  Columns<E> flags(Function<E, Boolean> value) {
    return add(events.stream().map(value).toArray(Boolean[]::new));
  }

  /** A column without any value is sent empty: {@code UNNEST} fills what is shorter with nulls. */
  private Columns<E> add(Object[] column) {
    boolean empty = !arrays.isEmpty() && Arrays.stream(column).allMatch(Objects::isNull);
    arrays.add(empty ? Arrays.copyOf(column, 0) : column);
    return this;
  }

  /** In the order they were added, the parameters $1, $2 …; the first one has a value for every row. */
  List<Object> arrays() {
    return arrays;
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable String joined(List<String> values) {
    return values.isEmpty() ? null : String.join(String.valueOf(ELEMENT), values);
  }

  static @Nullable String storable(@Nullable String text) {
    return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
  }
}
