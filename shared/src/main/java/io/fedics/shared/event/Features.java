package io.fedics.shared.event;

import java.util.List;

/**
 * A record that brings a data set's own columns.
 *
 * @param schema {@code nsl-kdd/10}, {@code cicids2017/42}, {@code unsw-nb15} …
 * @param values as text, in the schema's order
 */
public record Features(String schema, List<String> values) {

  public Features {
    values = List.copyOf(values);
  }
}
