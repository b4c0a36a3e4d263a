package io.fedics.fl.train.tree;

/**
 * @param trees in the forest; 1 without {@code bootstrap} and with all features is a decision tree
 * @param features tried at each split; 0 means the square root of all
 * @param minLeaf least rows in a leaf
 * @param maxDepth splits from root to leaf at most
 * @param bootstrap whether each tree sees rows drawn with replacement
 * @param balanced whether every class weighs the same, whatever its rows
 */
public record ForestSettings(
    int trees, int features, int minLeaf, int maxDepth, boolean bootstrap, boolean balanced) {
  public static final ForestSettings DEFAULT = new ForestSettings(100, 0, 1, 40, true, false);

  public ForestSettings {
    if (trees < 1 || features < 0 || minLeaf < 1 || maxDepth < 1) {
      throw new IllegalArgumentException(
          "forest: %d trees, %d features, leaf of %d, depth %d (expected: 1, 0, 1, 1 or more)"
              .formatted(trees, features, minLeaf, maxDepth));
    }
  }

  /** One tree that sees everything. */
  public static ForestSettings singleTree(int minLeaf) {
    return new ForestSettings(1, Integer.MAX_VALUE, minLeaf, 40, false, false);
  }
}
