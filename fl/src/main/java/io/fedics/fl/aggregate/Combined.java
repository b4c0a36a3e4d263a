package io.fedics.fl.aggregate;

import java.util.List;

/**
 * What a round gave.
 *
 * @param leftOut clients whose update a robust strategy did not use at all, by id
 * @param influences how the updates lay to each other, by id of the client; none when nobody compared
 */
public record Combined(GlobalModel model, List<String> leftOut, List<Influence> influences) {
  public Combined {
    leftOut = List.copyOf(leftOut);
    influences = List.copyOf(influences);
  }

  /** Without a comparison. */
  public Combined(GlobalModel model, List<String> leftOut) {
    this(model, leftOut, List.of());
  }
}
