using System.Globalization;

namespace Nscp.Reviews.Domain.Words;

/// <summary>A kind of text with its own length; <see cref="Texts"/> judges what may be in it.</summary>
public interface IText<TSelf> where TSelf : IText<TSelf>
{
    /// <summary>The most UTF-16 code units that the text may have.</summary>
    static abstract int MaxLength { get; }

    /// <summary>Whether line breaks and tabs may stand in it.</summary>
    static abstract bool ManyLines { get; }

    static abstract TSelf Of(string value);

    string Value { get; }
}

/// <summary>A line of text that may be shown to every reader of a case: a title, a place, an office.</summary>
public readonly record struct ShortText(string Value) : IText<ShortText>
{
    public static int MaxLength => 200;
    public static bool ManyLines => false;
    public static ShortText Of(string value) => new(value);
    public override string ToString() => Value;
}

/// <summary>Text of some length that is meant to be shown: a recommendation's wording, learning for the public.</summary>
public readonly record struct LongText(string Value) : IText<LongText>
{
    public static int MaxLength => 4_000;
    public static bool ManyLines => true;
    public static LongText Of(string value) => new(value);
    public override string ToString() => Value;
}

/// <summary>
/// Narrative about a family: circumstances, reasons, notes, views. It has a type of its own so that it is encrypted,
/// masked and kept out of logs in one place; for that reason <see cref="ToString"/> never gives the text.
/// </summary>
public sealed record ProtectedText(string Value) : IText<ProtectedText>
{
    public static int MaxLength => 20_000;
    public static bool ManyLines => true;
    public static ProtectedText Of(string value) => new(value);
    public override string ToString() => "(protected)";
}

public static class Texts
{
    /// <summary>Why a text cannot be accepted, as the end of a sentence that begins with the field's name; null when it can.</summary>
    public static string? Objection<T>(string value) where T : IText<T>
    {
        if (string.IsNullOrWhiteSpace(value)) return "must not be empty";
        if (value.Length > T.MaxLength) return $"must not be longer than {T.MaxLength.ToString(CultureInfo.InvariantCulture)} characters";
        // Most texts are plain, which is seen at a glance.
        if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~')) return null;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsControl(c) && !(T.ManyLines && c is '\n' or '\r' or '\t')) return "must not contain control characters";
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])) i++;
            else if (char.IsSurrogate(c)) return "must be well-formed Unicode text";
        }

        return null;
    }
}
