/** What is known of a port: probed, leased, listened on. */
@NullMarked
package dev.portmanager.core.lookup;

import org.jspecify.annotations.NullMarked;
