package io.jcompose.runtime.build.dockerfile;

import java.util.List;

/**
 * The text of one instruction with its continued lines joined.
 *
 * @param pieces where each of its lines begins, in text and in file
 */
record LogicalLine(String text, List<Piece> pieces) {
    record Piece(int offset, Place place) {}

    /** The place in the file of a character of {@link #text}. */
    Place at(int offset) {
        Piece last = pieces.get(0);
        for (Piece piece : pieces) {
            if (piece.offset() > offset) {
                break;
            }
            last = piece;
        }
        return new Place(last.place().line(), last.place().column() + Math.max(0, offset - last.offset()));
    }
}
