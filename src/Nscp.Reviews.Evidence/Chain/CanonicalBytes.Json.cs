using System.Buffers;
using System.Buffers.Binary;

namespace Nscp.Reviews.Evidence;

// Stored JSON, written canonically while it is read. jsonb escapes as the canonical form does, so texts are copied and only keys change places. Whatever
// jsonb would not write in this way is left to CanonicalJson, which makes a document of it.
sealed partial class CanonicalBytes : IComparer<CanonicalBytes.Member>
{
    // What nests deeper than this is nobody's event, but must not end the program: it is hashed as it stands. Ours is refused at 64.
    const int Deepest = 500;

    static readonly SearchValues<byte> EndsRun = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789+-.eE"u8);

    Member[] _members = new Member[16];
    byte[] _unsorted = [];
    int _memberCount;
    Range _leftOut;
    bool _isTooDeep;

    /// <summary>A member of an object, where it was written: its key with both quotes, a colon, its value.</summary>
    internal readonly record struct Member(int Start, int KeyLength, int Length);

    internal void AddData(ReadOnlySpan<byte> stored) => AddJson(stored, []);

    /// <summary>Without the hash, which it returns: null when there is none.</summary>
    internal Hash256? AddHeaders(ReadOnlySpan<byte> stored) => AddJson(stored, "hash"u8) ? Hash256.Parse(stored[_leftOut]) : Headers.ReadHash(stored.ToArray());

    /// <returns>False when it was left to the slower way.</returns>
    bool AddJson(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> without)
    {
        var lengthAt = _count;
        Room(sizeof(int));
        (_memberCount, _leftOut, _isTooDeep) = (0, default, false);
        var at = 0;
        var isUsual = WriteValue(stored, ref at, without, depth: 0) && Next(stored, ref at) == 0 && at == stored.Length;
        if (!isUsual)
        {
            _count = lengthAt + sizeof(int);
            AddFields(_isTooDeep ? stored : Slowly(stored, without));
        }
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(lengthAt), _count - lengthAt - sizeof(int));
        return isUsual || _isTooDeep;
    }

    static ReadOnlySpan<byte> Slowly(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> without)
    {
        var bytes = new ArrayBufferWriter<byte>(stored.Length + 16);
        CanonicalJson.WriteStored(stored.ToArray(), bytes, without.IsEmpty ? null : System.Text.Encoding.UTF8.GetString(without));
        return bytes.WrittenSpan;
    }

    bool WriteValue(ReadOnlySpan<byte> json, ref int at, ReadOnlySpan<byte> without, int depth) => !(_isTooDeep |= depth == Deepest) && Next(json, ref at) switch
    {
        (byte)'{' => WriteObject(json, ref at, without, depth),
        (byte)'[' => WriteArray(json, ref at, depth),
        (byte)'"' => WriteText(json, ref at, isKey: false),
        (byte)'t' => WriteWord(json, ref at, "true"u8),
        (byte)'f' => WriteWord(json, ref at, "false"u8),
        (byte)'n' => WriteWord(json, ref at, "null"u8),
        _ => WriteNumber(json, ref at),
    };

    bool WriteObject(ReadOnlySpan<byte> json, ref int at, ReadOnlySpan<byte> without, int depth)
    {
        var (first, isSorted) = (_memberCount, true);
        Put((byte)'{');
        at++;
        if (Next(json, ref at) != '}')
        {
            while (true)
            {
                if (!WriteMember(json, ref at, without, depth, first)) return false;
                isSorted &= _memberCount - first < 2 || Compare(_members[_memberCount - 2], _members[_memberCount - 1]) < 0;
                if (Next(json, ref at) != ',') break;
                at++;
            }
            if (Next(json, ref at) != '}') return false;
        }
        at++;
        if (!isSorted && !Sort(first)) return false;
        _memberCount = first;
        Put((byte)'}');
        return true;
    }

    bool WriteMember(ReadOnlySpan<byte> json, ref int at, ReadOnlySpan<byte> without, int depth, int first)
    {
        var before = _count;
        if (_memberCount > first) Put((byte)',');
        var start = _count;
        if (Next(json, ref at) != '"' || !WriteText(json, ref at, isKey: true)) return false;
        var keyLength = _count - start;
        if (Next(json, ref at) != ':') return false;
        at++;
        Put((byte)':');
        _ = Next(json, ref at);
        var valueAt = at;
        if (!WriteValue(json, ref at, default, depth + 1)) return false;
        if (!without.IsEmpty && _bytes.AsSpan(start + 1, keyLength - 2).SequenceEqual(without))
        {
            (_count, _leftOut) = (before, valueAt..at);
            return true;
        }
        if (_memberCount == _members.Length) Array.Resize(ref _members, 2 * _memberCount);
        _members[_memberCount++] = new Member(start, keyLength, _count - start);
        return true;
    }

    bool WriteArray(ReadOnlySpan<byte> json, ref int at, int depth)
    {
        Put((byte)'[');
        at++;
        if (Next(json, ref at) != ']')
        {
            while (true)
            {
                if (!WriteValue(json, ref at, default, depth + 1)) return false;
                if (Next(json, ref at) != ',') break;
                at++;
                Put((byte)',');
            }
            if (Next(json, ref at) != ']') return false;
        }
        at++;
        Put((byte)']');
        return true;
    }

    bool WriteText(ReadOnlySpan<byte> json, ref int at, bool isKey)
    {
        var end = at + 1;
        while (true)
        {
            var run = json[end..].IndexOfAny(EndsRun);
            if (run < 0 || json[end += run] < ' ') return false;
            if (json[end] == '"') break;
            // An escaped key does not sort by its bytes.
            if (isKey || EscapeLength(json[end..]) is not (> 0 and var escape)) return false;
            end += escape;
        }
        end++;
        json[at..end].CopyTo(Room(end - at));
        at = end;
        return true;
    }

    // As the canonical form escapes; 0 for any other way.
    static int EscapeLength(ReadOnlySpan<byte> json) => json switch
    {
        [_, (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'t' or (byte)'n' or (byte)'f' or (byte)'r', ..] => 2,
        [_, (byte)'u', (byte)'0', (byte)'0', (byte)'0', (>= (byte)'0' and <= (byte)'7') or (byte)'b' or (byte)'e' or (byte)'f', ..] => 6,
        [_, (byte)'u', (byte)'0', (byte)'0', (byte)'1', (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f'), ..] => 6,
        _ => 0,
    };

    bool WriteNumber(ReadOnlySpan<byte> json, ref int at)
    {
        var length = json[at..].IndexOfAnyExcept(OfNumbers);
        if (length < 0) length = json.Length - at;
        json.Slice(at, length).CopyTo(Room(length));
        at += length;
        return length > 0;
    }

    bool WriteWord(ReadOnlySpan<byte> json, ref int at, ReadOnlySpan<byte> word)
    {
        if (!json[at..].StartsWith(word)) return false;
        word.CopyTo(Room(word.Length));
        at += word.Length;
        return true;
    }

    // False when a key is there twice.
    bool Sort(int first)
    {
        var members = _members.AsSpan(first, _memberCount - first);
        var (start, length) = (members[0].Start, _count - members[0].Start);
        members.Sort(this);
        if (_unsorted.Length < length) _unsorted = new byte[2 * length];
        _bytes.AsSpan(start, length).CopyTo(_unsorted);
        _count = start;
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0)
            {
                // The commas are as many as before, so nothing grows and nothing moves.
                Put((byte)',');
                if (KeyOf(_unsorted, members[i - 1], start).SequenceEqual(KeyOf(_unsorted, members[i], start))) return false;
            }
            _unsorted.AsSpan(members[i].Start - start, members[i].Length).CopyTo(Room(members[i].Length));
        }
        return true;
    }

    public int Compare(Member x, Member y) => CompareKeys(KeyOf(_bytes, x, 0), KeyOf(_bytes, y, 0));

    static ReadOnlySpan<byte> KeyOf(byte[] bytes, Member member, int from) => bytes.AsSpan(member.Start - from + 1, member.KeyLength - 2);

    /// <summary>By UTF-16 code unit: as the bytes of UTF-8, but that what takes four bytes (surrogates) comes before U+E000 to U+FFFF.</summary>
    internal static int CompareKeys(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        const byte e000 = 0xEE, fourBytes = 0xF0;
        var same = x.CommonPrefixLength(y);
        if (same == x.Length || same == y.Length) return x.Length - y.Length;
        var (a, b) = (x[same], y[same]);
        return a >= e000 && b >= e000 && a >= fourBytes != b >= fourBytes ? b - a : a - b;
    }

    void Put(byte one) => Room(1)[0] = one;

    /// <summary>What follows white space; 0 at the end.</summary>
    static byte Next(ReadOnlySpan<byte> json, ref int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at < json.Length ? json[at] : (byte)0;
    }
}
