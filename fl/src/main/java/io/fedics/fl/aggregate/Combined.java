package io.fedics.fl.aggregate;

import java.util.List;

/**
 * What a round gave.
 *
 * @param leftOut clients whose update a robust strategy did not use at all, by id
 */
public record Combined(GlobalModel model, List<String> leftOut) {
  public Combined {
    leftOut = List.copyOf(leftOut);
  }
}
