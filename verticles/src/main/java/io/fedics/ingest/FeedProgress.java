package io.fedics.ingest;

/** Told of what was published, for people who wait. */
public interface FeedProgress {

  /**
   * Called after each acknowledged chunk.
   *
   * @param published flows acknowledged so far, repeats of an earlier run included
   */
  void published(long published);
}
