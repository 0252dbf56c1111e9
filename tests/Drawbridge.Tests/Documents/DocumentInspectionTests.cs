using System.Text;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Documents.Inspection;
using static Drawbridge.Broker.Documents.DocumentFault;
using static Drawbridge.Broker.Documents.DocumentFormat;

namespace Drawbridge.Tests.Documents;

/// <summary>Files that are what they say are taken; such that are more than that are not.</summary>
public sealed class DocumentInspectionTests
{
    private static DocumentFault? FaultOf(DocumentFormat format, byte[] file)
    {
        DocumentFormats.Recognise(file).ShouldBe(format);
        return DocumentInspection.Inspect(format, file).Fault;
    }

    [Fact] // FLOW-KYC-2
    public void Plain_files_are_taken_whole()
    {
        (DocumentFormat Format, byte[] File)[] files =
        [
            (Jpeg, SampleFiles.Jpeg()), (Png, SampleFiles.Png()), (Webp, SampleFiles.Webp()), (Pdf, SampleFiles.Pdf()),
            (Jpeg, SampleFiles.Jpeg(8160, 6120, comment: [.. "taken in Kyoto"u8])),
            (Png, SampleFiles.Png(more: [("tEXt", [.. "Software\0scan"u8]), ("iCCP", [.. "profile\0\0"u8, .. SampleFiles.Packed(new byte[3000])])])),
            (Pdf, SampleFiles.Pdf(stream: SampleFiles.Packed([.. "1 0 2 30 << /Type /Catalog >> << /S /URI /URI (https://example.com) >>"u8]), streamKeys: "/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode")),
        ];

        files.ShouldAllBe(static one => FaultOf(one.Format, one.File) == null && DocumentInspection.Inspect(one.Format, one.File).End == one.File.Length);
    }

    [Theory]
    [InlineData("GIF89a")]
    [InlineData("MZ\x90")]
    [InlineData("PK\x03\x04")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("<!doctype html><script>alert(1)</script>")]
    [InlineData(" %PDF-1.7")]
    [InlineData("\u0089PNG\n")]
    [InlineData("RIFF....WAVE")]
    public void What_begins_like_none_of_them_is_not_recognised(string text) => DocumentFormats.Recognise(Encoding.Latin1.GetBytes(text)).ShouldBeNull();

    [Fact]
    public void A_picture_with_another_file_behind_its_end_is_refused()
    {
        foreach (var tail in new[] { SampleFiles.Zip(), [.. "<html><script>alert(1)</script>"u8], SampleFiles.Pdf(), [.. "#!/bin/sh\n"u8], [.. "MZ"u8] })
        {
            FaultOf(Jpeg, SampleFiles.Jpeg(tail: tail)).ShouldBe(Unsafe);
            FaultOf(Png, SampleFiles.Png(tail: tail)).ShouldBe(Unsafe);
            FaultOf(Webp, SampleFiles.Webp(tail: tail)).ShouldBe(Unsafe);
            FaultOf(Pdf, SampleFiles.Pdf(tail: tail)).ShouldBe(tail.AsSpan().StartsWith("%PDF"u8) ? null : Unsafe); // two of them are one that was amended
        }
    }

    [Fact]
    public void What_cameras_write_behind_a_picture_is_cut_off()
    {
        var plain = SampleFiles.Jpeg().Length;

        foreach (var tail in new[] { SampleFiles.Jpeg(), [0, 0, 0, 24, .. "ftypmp42"u8], [.. "Image_UTC_Data1700000000000SEFH"u8, .. "SEFT"u8], [0, 0, 0] })
        {
            DocumentInspection.Inspect(Jpeg, SampleFiles.Jpeg(tail: tail)).ShouldBe((null, plain));
        }

        FaultOf(Jpeg, SampleFiles.Jpeg(tail: [.. SampleFiles.Jpeg(), .. SampleFiles.Zip()])).ShouldBe(Unsafe); // not even behind such
    }

    [Fact]
    public void A_picture_that_is_an_archive_or_a_page_as_well_is_refused()
    {
        FaultOf(Jpeg, SampleFiles.Jpeg(comment: SampleFiles.Zip(), tail: SampleFiles.Zip())).ShouldBe(Unsafe);
        FaultOf(Jpeg, SampleFiles.Jpeg(comment: [.. "%PDF-1.4 1 0 obj"u8])).ShouldBe(Unsafe);
        FaultOf(Jpeg, SampleFiles.Jpeg(comment: [.. "<?php system($_GET[0]); ?>"u8])).ShouldBe(Unsafe);
        FaultOf(Png, SampleFiles.Png(more: [("tEXt", [.. "Comment\0<ScRiPt>alert(1)</script>"u8])])).ShouldBe(Unsafe);
        FaultOf(Png, SampleFiles.Png(more: [("zTXt", [.. "Comment\0\0"u8, .. SampleFiles.Packed([.. "<script>alert(1)</script>"u8])])])).ShouldBe(Unsafe);

        // The record at the end of a ZIP may say that the rest of the file is its comment.
        var zip = SampleFiles.Zip();
        zip[^2] = 9 + 2;
        FaultOf(Jpeg, SampleFiles.Jpeg(comment: zip)).ShouldBe(Unsafe);
    }

    [Fact]
    public void A_bomb_is_refused_by_what_it_says_it_unpacks_to()
    {
        FaultOf(Png, SampleFiles.Png(60_000, 60_000)).ShouldBe(TooManyPixels);
        FaultOf(Png, SampleFiles.Png(19_000, 19_000)).ShouldBe(TooManyPixels);
        FaultOf(Jpeg, SampleFiles.Jpeg(65_500, 65_500)).ShouldBe(TooManyPixels);
        FaultOf(Webp, SampleFiles.Webp(16_000, 16_000)).ShouldBe(TooManyPixels);
        FaultOf(Png, SampleFiles.Png(0, 4)).ShouldBe(Damaged);
        FaultOf(Png, SampleFiles.Png(-1, 4)).ShouldBe(TooManyPixels);
        FaultOf(Png, SampleFiles.Png(more: [("zTXt", [.. "a\0\0"u8, .. SampleFiles.Packed(new byte[64 << 20])])])).ShouldBe(Unsafe);
        FaultOf(Png, SampleFiles.Png(more: [("iTXt", [.. "a\0\x01\0en\0b\0"u8, .. SampleFiles.Packed(new byte[64 << 20])])])).ShouldBe(Unsafe);
        FaultOf(Png, SampleFiles.Png(more: [("acTL", [0, 0, 255, 255, 0, 0, 0, 0])])).ShouldBe(Unsafe);

        var objects = new byte[80 << 20];
        Array.Fill(objects, (byte)'1');
        objects[1] = (byte)' ';
        FaultOf(Pdf, SampleFiles.Pdf(stream: SampleFiles.Packed(objects), streamKeys: "/Type /ObjStm /Filter /FlateDecode")).ShouldBe(Unsafe);
    }

    [Theory]
    [InlineData("<< /S /JavaScript /JS (app.alert(1)) >>", Unsafe)]
    [InlineData("<< /S /J#61vaScr#69pt /JS (app.alert(1)) >>", Unsafe)]
    [InlineData("<< /S/Launch/F(cmd.exe) >>", Unsafe)]
    [InlineData("<< /Type /EmbeddedFile >>", Unsafe)]
    [InlineData("<< /Names << /EmbeddedFiles 3 0 R >> >>", Unsafe)]
    [InlineData("<< /AcroForm << /XFA 4 0 R >> >>", Unsafe)]
    [InlineData("<< /S /SubmitForm >>", Unsafe)]
    [InlineData("<< /Subtype /RichMedia >>", Unsafe)]
    [InlineData("<< /Encrypt 9 0 R >>", Protected)]
    public void A_document_that_acts_or_is_locked_is_refused(string what, object fault)
    {
        FaultOf(Pdf, SampleFiles.Pdf(objects: $"1 0 obj\n{what}\nendobj\n")).ShouldBe((DocumentFault)fault);

        // The same where only an unpacked look finds it, whatever the dictionary says.
        var packed = SampleFiles.Packed(Encoding.Latin1.GetBytes($"4 0 {what}"));
        FaultOf(Pdf, SampleFiles.Pdf(stream: packed, streamKeys: "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")).ShouldBe((DocumentFault)fault);
        FaultOf(Pdf, SampleFiles.Pdf(stream: packed, streamKeys: "/Type /Metadata")).ShouldBe((DocumentFault)fault);
    }

    [Fact]
    public void Objects_packed_in_an_unusual_way_are_refused() =>
        FaultOf(Pdf, SampleFiles.Pdf(stream: [.. "789c"u8], streamKeys: "/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]")).ShouldBe(Unsafe);

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_and_nothing_throws()
    {
        foreach (var (format, file) in new[] { (Jpeg, SampleFiles.Jpeg(comment: [.. "hi"u8])), (Png, SampleFiles.Png()), (Webp, SampleFiles.Webp()), (Pdf, SampleFiles.Pdf()) })
        {
            for (var length = 0; length < file.Length - 1; length++)
            {
                DocumentInspection.Inspect(format, file.AsSpan(0, length)).Fault.ShouldNotBeNull($"{format} of {length} bytes");
            }
        }
    }

    [Theory]
    [InlineData("front.jpg", "image/jpeg", true)]
    [InlineData("FRONT.JPEG", "image/jpg", true)]
    [InlineData("front", "", true)]
    [InlineData("front.jpg", "application/octet-stream", true)]
    [InlineData("front.png", "image/jpeg", false)]
    [InlineData("front.jpg", "image/png", false)]
    [InlineData("front.jpg", "text/html", false)]
    [InlineData("front.jpg.html", "image/jpeg", false)]
    [InlineData("front.php", "image/jpeg", false)]
    public void What_a_browser_says_has_to_fit_what_the_file_is(string name, string type, bool fits) => DocumentFormats.Fits(Jpeg, type, name).ShouldBe(fits);

    [Theory]
    [InlineData("../../etc/passwd", "passwd.jpg")]
    [InlineData(@"C:\Users\ann\scan.JPG", "scan.jpg")]
    [InlineData("/etc/cron.d/x.jpg", "x.jpg")]
    [InlineData("..", "document.jpg")]
    [InlineData("", "document.jpg")]
    [InlineData("con.jpg", "document.jpg")]
    [InlineData("a\r\nSet-Cookie: x.jpg", "a  Set-Cookie x.jpg")]
    [InlineData("photo\u202Egpj.exe", "photogpj.jpg")]
    [InlineData("pass\0.jpg", "document.jpg")]
    [InlineData("Reisepass Müller (1).jpeg", "Reisepass Müller (1).jpg")]
    [InlineData("جواز السفر.jpg", "جواز السفر.jpg")]
    [InlineData("\"><img src=x>.jpg", "img srcx.jpg")]
    [InlineData(".htaccess", "document.jpg")]
    public void A_name_becomes_harmless(string given, string clean) => DocumentName.Clean(given, Jpeg).ShouldBe(clean);

    [Fact]
    public void A_long_name_becomes_short() => DocumentName.Clean(new string('a', 5000) + ".pdf", Pdf).ShouldBe(new string('a', 80) + ".pdf");
}
