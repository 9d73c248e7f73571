/**
 * What /proc says: pure decoders of its files, which load no native library, and the pass over
 * every process's descriptors, which does.
 */
@NullMarked
package dev.portmanager.os.linux.procfs;

import org.jspecify.annotations.NullMarked;
