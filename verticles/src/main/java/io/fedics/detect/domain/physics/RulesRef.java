package io.fedics.detect.domain.physics;

import io.fedics.shared.event.ModelRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How findings of the physics rules name their model: the rules have no weights, their settings are what could differ. */
record RulesRef(String sha256) {
  static final String DETECTOR = "physics";

  static RulesRef of(PhysicsSettings settings) {
    try {
      byte[] bytes = settings.toString().getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new RulesRef(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * @param learnedSeconds how much past of the host stands behind the judgement
   */
  ModelRef after(long learnedSeconds) {
    return new ModelRef(DETECTOR, "1", sha256, Math.max(0, learnedSeconds));
  }
}
