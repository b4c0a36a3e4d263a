/** ATT&CK for ICS: which techniques rules and labels stand for, in pinned versions. */
@NullMarked
package io.fedics.shared.attack;

import org.jspecify.annotations.NullMarked;
