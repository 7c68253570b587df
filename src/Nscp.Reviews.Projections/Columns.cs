using NpgsqlTypes;

namespace Nscp.Reviews.Projections;

static class Columns
{
    internal static ProjectionColumn Tenant { get; } = Text("tenant_id");

    internal static ProjectionColumn Stream { get; } = new("stream_id", NpgsqlDbType.Uuid);

    internal static ProjectionColumn Text(string name) => new(name, NpgsqlDbType.Varchar);

    internal static ProjectionColumn Texts(string name) => new(name, NpgsqlDbType.Array | NpgsqlDbType.Varchar);

    internal static ProjectionColumn Date(string name) => new(name, NpgsqlDbType.Date);

    internal static ProjectionColumn Int(string name) => new(name, NpgsqlDbType.Integer);

    internal static ProjectionColumn Bool(string name) => new(name, NpgsqlDbType.Boolean);
}
