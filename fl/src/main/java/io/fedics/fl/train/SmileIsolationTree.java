package io.fedics.fl.train;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import smile.anomaly.IsolationTree;

/**
 * Reads the nodes of Smile's isolation tree. They are private and nothing public shows them; reflection is the only way
 * short of Java serialization. Made for Smile 6.2.5; another shape fails here with the name that is missing.
 */
final class SmileIsolationTree {
  private SmileIsolationTree() {}

  static Object root(IsolationTree tree) {
    return required(tree, "root");
  }

  /** Null for a leaf. */
  static @Nullable Object left(Object node) {
    return field(node, "left");
  }

  static Object right(Object node) {
    return required(node, "right");
  }

  /** Path length of a leaf: its depth, and what rows that were not set apart would still need. */
  static double pathLength(Object leaf) {
    return (double) required(leaf, "depth");
  }

  /** Normal vector of a cut. */
  static double[] slope(Object node) {
    return (double[]) required(node, "slope");
  }

  /** Point on a cut. */
  static double[] intercept(Object node) {
    return (double[]) required(node, "intercept");
  }

  private static Object required(Object owner, String name) {
    Object value = field(owner, name);
    if (value == null) {
      throw new IllegalStateException(owner.getClass() + "." + name + " is not set");
    }
    return value;
  }

  private static @Nullable Object field(Object owner, String name) {
    try {
      Field field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "another Smile than this was made for: " + owner.getClass() + "." + name, e);
    }
  }
}
