"""What a straightforward Spark tutorial does with the same files.

Its result is close to the platform's, not equal, for reasons that lie in its readers:

- rows with too few or too many fields, and broken quotes, are padded, cut or shifted, not refused;
- a record over several lines is read as two;
- a JSON document with one element that is no object, or names a key twice, is lost as a whole;
- a key that is repeated in a JSON line is not noticed;
- dates such as `03/04/2025` are judged one by one, without looking at the rest of the file;
- among equal keys and moments within one file any record may be kept, as records have no number.
"""
