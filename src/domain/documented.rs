//! Enums that know their names and their documentation, so that no surface has to repeat them.

/// An enum with its names and its documentation.
pub trait Documented: Copy + Eq + Send + Sync + 'static {
    /// The name of the enum.
    const NAME: &'static str;
    /// Its documentation.
    const DOC: &'static str;
    /// Each value with its name and its documentation, in order.
    const VALUES: &'static [(Self, &'static str, &'static str)];
}

/// Declares an enum as it is written, and makes it [`Documented`].
macro_rules! documented {
    (
        $(#[doc = $doc:literal])+
        #[derive($($derive:ident),+)]
        pub enum $name:ident {
            $($(#[doc = $value_doc:literal])+ $value:ident,)+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive($($derive),+)]
        pub enum $name {
            $($(#[doc = $value_doc])+ $value,)+
        }

        impl crate::domain::Documented for $name {
            const NAME: &'static str = stringify!($name);
            const DOC: &'static str = concat!($($doc),+);
            const VALUES: &'static [(Self, &'static str, &'static str)] =
                &[$((Self::$value, stringify!($value), concat!($($value_doc),+)),)+];
        }
    };
}

pub(crate) use documented;
