using System.Buffers.Binary;
using Npgsql;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// Reads rows as the server sends them in a binary COPY, of one moment, in bounded memory: nothing is made of them but what is asked for. A row's bytes are
/// gone with the next one.
/// </summary>
sealed class CopyRows : IAsyncDisposable
{
    const int HeaderLength = 19, BufferLength = 256 * 1024;

    readonly NpgsqlConnection _connection;
    readonly NpgsqlRawCopyStream _stream;
    readonly (int Start, int Length)[] _columns;
    byte[] _bytes = new byte[BufferLength];
    int _at, _end;

    CopyRows(NpgsqlConnection connection, NpgsqlRawCopyStream stream, int columns) => (_connection, _stream, _columns) = (connection, stream, new (int, int)[columns]);

    /// <param name="select">Our own constant and numbers; a COPY takes no parameters.</param>
    internal static async Task<CopyRows> OpenAsync(NpgsqlDataSource source, string select, int columns, CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            var rows = new CopyRows(connection, await connection.BeginRawBinaryCopyAsync($"copy ({select}) to stdout (format binary)", ct), columns);
            while (rows._end < HeaderLength)
                await rows.FillAsync(ct);
            rows._at = HeaderLength;
            return rows;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>False at the end.</summary>
    internal ValueTask<bool> ReadAsync(CancellationToken ct) => Parse() is { } found ? ValueTask.FromResult(found) : ReadMoreAsync(ct);

    internal bool IsNull(int column) => _columns[column].Length < 0;

    /// <summary>Empty for null.</summary>
    internal ReadOnlySpan<byte> Column(int column) => IsNull(column) ? [] : _bytes.AsSpan(_columns[column].Start, _columns[column].Length);

    internal long Int64(int column) => BinaryPrimitives.ReadInt64BigEndian(Column(column));

    internal Guid Uuid(int column) => new(Column(column), bigEndian: true);

    /// <summary>The columns from one to another, both included, each behind its length: four bytes, big-endian, -1 for null.</summary>
    internal ReadOnlySpan<byte> Fields(int from, int to) =>
        _bytes.AsSpan(_columns[from].Start - sizeof(int), _columns[to].Start + Math.Max(_columns[to].Length, 0) - _columns[from].Start + sizeof(int));

    async ValueTask<bool> ReadMoreAsync(CancellationToken ct)
    {
        while (true)
        {
            await FillAsync(ct);
            if (Parse() is { } found)
                return found;
        }
    }

    // Null when the row is not there as a whole yet.
    bool? Parse()
    {
        var at = _at;
        if (_end - at < sizeof(short))
            return null;
        var columns = BinaryPrimitives.ReadInt16BigEndian(_bytes.AsSpan(at));
        if (columns < 0)
            return false;
        at += sizeof(short);
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_end - at < sizeof(int))
                return null;
            var length = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(at));
            at += sizeof(int);
            _columns[i] = (at, length);
            at += Math.Max(length, 0);
            if (at > _end)
                return null;
        }
        _at = at;
        return true;
    }

    async ValueTask FillAsync(CancellationToken ct)
    {
        if (_at > 0)
        {
            _bytes.AsSpan(_at, _end - _at).CopyTo(_bytes);
            (_at, _end) = (0, _end - _at);
        }
        if (_end == _bytes.Length)
            Array.Resize(ref _bytes, 2 * _end);
        var read = await _stream.ReadAsync(_bytes.AsMemory(_end), ct);
        _end += read > 0 ? read : throw new EndOfStreamException("The server ended a COPY in the middle of a row.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
