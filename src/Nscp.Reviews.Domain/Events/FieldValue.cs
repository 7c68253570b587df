namespace Nscp.Reviews.Domain.Events;

/// <summary>A field's value on either side of a correction, as JSON. Where the field is protected text, so is the value: the fold never needs it.</summary>
public abstract record FieldValue
{
    FieldValue()
    {
    }

    /// <summary>The value as JSON text.</summary>
    public abstract string Json { get; }

    public sealed record Open(string Value) : FieldValue
    {
        public override string Json => Value;
    }

    public sealed record Guarded(ProtectedText Value) : FieldValue
    {
        public override string Json => Value.Value;

        /// <summary>The compiler's own would print <see cref="Json"/>.</summary>
        public override string ToString() => Value.ToString();
    }
}
